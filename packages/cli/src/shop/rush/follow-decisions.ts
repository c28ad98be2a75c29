import type { CouponRush } from '@foldmart/composition/shop';
import { isRetryableError, type Clock } from '@foldmart/core';
import type { Race } from './race.js';
import { requestCount, type RushPlan } from './rush-plan.js';
import type { Stage } from './stage.js';

/** What to follow, and what to do meanwhile. */
export interface FollowOptions {
  readonly plan: RushPlan;
  readonly rush: CouponRush;
  readonly stage: Stage;
  readonly race: Race;
  readonly clock: Clock;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** What was observed of the decisions. */
export interface Followed {
  /** By the clock's `monotonic`. */
  readonly lastDecisionAt: number;
  readonly killed: number;
}

const pollMs = 50;
const tellEveryMs = 2_000;

/**
 * Polls the ledger until all requests are decided, or nothing has happened for the plan's
 * `patienceMs`. Kills a worker each time a further share is decided.
 */
export async function followDecisions(options: FollowOptions): Promise<Followed> {
  const { plan, stage, race, clock, progress, signal } = options;
  const total = requestCount(plan);
  const share = total / (plan.killWorkers + 1);
  let killed = 0;
  let decided = 0;
  let movedAt = clock.monotonic();
  let toldAt = movedAt;
  let lastDecisionAt = movedAt;
  let seen = 0;
  while (!signal.aborted && decided < total - race.progress.refusals.length) {
    await clock.sleep(pollMs, signal);
    const now = clock.monotonic();
    const before = decided;
    decided = Math.max(decided, await countDecided(options));
    if (decided > before) lastDecisionAt = clock.monotonic();
    const happened = decided + race.progress.accepted.length;
    if (happened > seen) movedAt = now;
    seen = happened;
    if (now - movedAt > plan.patienceMs) break;
    if (killed < plan.killWorkers && decided >= share * (killed + 1)) {
      killed += 1;
      progress(`killing a worker after ${String(decided)} decisions`);
      await stage.killWorker();
      progress('the worker is started again; requests wait until it, or another one, takes over');
    }
    if (now - toldAt < tellEveryMs) continue;
    toldAt = now;
    progress(decidedLine(race.progress.accepted.length, decided, total));
  }
  return { lastDecisionAt, killed };
}

/** A request can be decided before the response that it is accepted arrives. It is accepted all the same. */
export function decidedLine(responses: number, decided: number, total: number): string {
  const accepted = Math.max(responses, decided);
  return `accepted ${String(accepted)}, decided ${String(decided)} of ${String(total)}`;
}

/** A ledger that does not respond counts as no progress. */
async function countDecided({ rush, plan }: FollowOptions): Promise<number> {
  try {
    const status = await rush.ledger.status(plan.couponId);
    return Object.values(status?.state.outcomes ?? {}).reduce((sum, count) => sum + count, 0);
  } catch (error) {
    if (isRetryableError(error)) return 0;
    throw error;
  }
}
