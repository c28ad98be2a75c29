import type { RebuildPlan } from '../../ports/rebuild-store.js';
import {
  RebuildRun,
  type RebuildDependencies,
  type RebuildOptions,
  type RebuildResult,
} from './rebuild-run.js';

/**
 * Makes the rows of a plan's projections anew beside the old ones, and puts them in their place: readers and writers go
 * on meanwhile. One process at a time does it, by the leader lock `rebuild:<plan>`; one that was stopped or killed is gone
 * on with. An event that fails is dealt with by the policy of its projection. Transient failures are logged and waited
 * out; rejects with any other error, and then goes on at the next call.
 */
export async function rebuildProjections(
  dependencies: RebuildDependencies,
  plan: RebuildPlan,
  options: RebuildOptions = {},
): Promise<RebuildResult> {
  const { signal } = options;
  if (signal?.aborted === true) return { outcome: 'stopped', events: 0 };
  const lock = await dependencies.locks.tryAcquire(`rebuild:${plan.id}`);
  if (lock === undefined) return { outcome: 'led-elsewhere', events: 0 };
  try {
    const run = new RebuildRun(dependencies, plan, options, lock.lost);
    return await run.complete();
  } finally {
    await lock.release();
  }
}
