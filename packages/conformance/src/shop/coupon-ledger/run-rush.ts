import type { CouponLedger, QueuedItem } from '@foldmart/core/shop';
import type { ShopStoreHarness } from '../shop-harness.js';
import { decided } from './coupon-scene.js';
import type { WorkerPlan } from './rush-plans.js';

/** The committed offset of a queue's group. Workers can wait for it. */
class Commits {
  readonly #length: number;
  readonly #waiting = new Set<() => void>();
  #committed = 0;
  #active = 0;

  constructor(length: number) {
    this.#length = length;
  }

  get committed(): number {
    return this.#committed;
  }

  /** Ignores a late commit by a former owner. */
  commit(end: number): void {
    this.#committed = Math.max(this.#committed, end);
    this.#wake();
  }

  enter(): void {
    this.#active += 1;
  }

  leave(): void {
    this.#active -= 1;
    this.#wake();
  }

  /** Resolves when this share of the queue is committed, or when no worker is active. */
  async reached(share: number): Promise<void> {
    while (this.#active > 0 && this.#committed < share * this.#length) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

/** Runs the planned workers concurrently, each on a ledger of its own. Then one more worker processes the rest. */
export async function runRush(
  harness: ShopStoreHarness,
  ledgers: readonly CouponLedger[],
  queue: readonly QueuedItem[],
  workers: readonly WorkerPlan[],
): Promise<void> {
  const commits = new Commits(queue.length);
  const run = async (plan: WorkerPlan, index: number): Promise<void> => {
    const ledger = ledgers[index % ledgers.length];
    if (ledger === undefined) throw new RangeError('A rush needs a ledger.');
    await work(harness, ledger, queue, plan, commits);
  };
  await Promise.all(workers.map(run));
  await run({ startsAt: 0, batchSizes: [7] }, 0);
}

async function work(
  harness: ShopStoreHarness,
  ledger: CouponLedger,
  queue: readonly QueuedItem[],
  { startsAt, batchSizes, crashesIn, decidesFirst = false }: WorkerPlan,
  commits: Commits,
): Promise<void> {
  await commits.reached(startsAt);
  commits.enter();
  try {
    let at = commits.committed;
    for (let batch = 0; at < queue.length; batch += 1) {
      const crashes = batch === crashesIn;
      if (crashes && !decidesFirst) return;
      const end = at + (batchSizes[batch % batchSizes.length] ?? 1);
      await decided(harness, ledger, queue.slice(at, end));
      if (crashes) return;
      commits.commit(end);
      at = end;
    }
  } finally {
    commits.leave();
  }
}
