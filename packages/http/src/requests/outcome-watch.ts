import type { Clock } from '@foldmart/core';
import type { CouponLedger, RequestDecision } from '@foldmart/core/shop';

export interface OutcomeWatchDependencies {
  readonly ledger: Pick<CouponLedger, 'outcomes'>;
  readonly clock: Clock;
}

interface Waiter {
  readonly requestId: string;
  readonly untilMs: number;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (decision: RequestDecision | undefined) => void;
  readonly reject: (error: unknown) => void;
}

const mostAtOnce = 1_000;
const leastPauseMs = 5;
/**
 * A pause is this many times as long as the read before it, so that a busy ledger is read less
 * often.
 */
const restShare = 2;

/**
 * Waits for outcomes on behalf of all clients. While clients wait, it reads the ledger, one read at
 * a time.
 */
export class OutcomeWatch {
  readonly #dependencies: OutcomeWatchDependencies;
  readonly #pollMs: number;
  readonly #mostWaiting: number;
  readonly #closing = new AbortController();
  #waiters = new Set<Waiter>();
  #isLooking = false;

  constructor(
    dependencies: OutcomeWatchDependencies,
    { pollMs, mostWaiting }: { readonly pollMs: number; readonly mostWaiting: number },
  ) {
    this.#dependencies = dependencies;
    this.#pollMs = pollMs;
    this.#mostWaiting = mostWaiting;
  }

  /** Aborts when the watch is closed. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /** Whether as many clients wait as may. */
  get isFull(): boolean {
    return this.#waiters.size >= this.#mostWaiting;
  }

  /**
   * The outcome of a request; undefined if it is not decided within `waitMs`. Returns the current
   * outcome at once if too many clients already wait. Rejects with the ledger's PortError.
   */
  async outcomeOf(
    requestId: string,
    waitMs = 0,
    signal?: AbortSignal,
  ): Promise<RequestDecision | undefined> {
    const { ledger, clock } = this.#dependencies;
    if (waitMs <= 0 || this.closed.aborted || this.isFull) {
      return (await ledger.outcomes([requestId])).get(requestId);
    }
    return new Promise((resolve, reject) => {
      const untilMs = clock.monotonic() + waitMs;
      this.#waiters.add({ requestId, untilMs, signal, resolve, reject });
      if (!this.#isLooking) void this.#lookWhileSomebodyWaits();
    });
  }

  /** Answers all waiting clients. Idempotent. */
  close(): void {
    this.#closing.abort();
  }

  async #lookWhileSomebodyWaits(): Promise<void> {
    this.#isLooking = true;
    const { clock } = this.#dependencies;
    while (this.#waiters.size > 0) {
      const startedAt = clock.monotonic();
      const waiters = [...this.#waiters];
      for (let start = 0; start < waiters.length; start += mostAtOnce) {
        await this.#look(waiters.slice(start, start + mostAtOnce));
      }
      const restMs = restShare * (clock.monotonic() - startedAt);
      const pauseMs = Math.min(this.#pollMs, Math.max(leastPauseMs, restMs));
      if (this.#waiters.size > 0) await clock.sleep(pauseMs, this.closed);
    }
    this.#isLooking = false;
  }

  async #look(waiters: readonly Waiter[]): Promise<void> {
    const { ledger, clock } = this.#dependencies;
    try {
      const decisions = await ledger.outcomes([
        ...new Set(waiters.map(({ requestId }) => requestId)),
      ]);
      const nowMs = clock.monotonic();
      for (const waiter of waiters) {
        const decision = decisions.get(waiter.requestId);
        const isOver =
          nowMs >= waiter.untilMs || waiter.signal?.aborted === true || this.closed.aborted;
        if (decision === undefined && !isOver) continue;
        this.#waiters.delete(waiter);
        waiter.resolve(decision);
      }
    } catch (error) {
      for (const waiter of waiters) {
        this.#waiters.delete(waiter);
        waiter.reject(error);
      }
    }
  }
}
