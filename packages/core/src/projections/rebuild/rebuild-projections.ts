import { leadOnce } from '../../subscriptions/lead-once.js';
import type { RebuildPlan } from '../../ports/rebuild-store.js';
import {
  RebuildRun,
  type RebuildDependencies,
  type RebuildOptions,
  type RebuildResult,
} from './rebuild-run.js';

/** The leader lock of a rebuild of a plan. */
export function rebuildLock(planId: string): string {
  return `rebuild:${planId}`;
}

/**
 * Rebuilds the rows of a plan's projections beside the old ones and then swaps them in; readers and writers are not
 * blocked during the build. A leader lock lets one process at a time work on it; an interrupted
 * rebuild resumes.
 *
 * The policy of a projection decides about an event that fails. Transient failures are logged and retried after a
 * back-off. Any other error rejects; the next call resumes the rebuild.
 */
export async function rebuildProjections(
  dependencies: RebuildDependencies,
  plan: RebuildPlan,
  options: RebuildOptions = {},
): Promise<RebuildResult> {
  const { signal } = options;
  if (signal?.aborted === true) return { outcome: 'stopped', events: 0 };
  let result: RebuildResult = { outcome: 'led-elsewhere', events: 0 };
  await leadOnce(dependencies, rebuildLock(plan.id), async (lost) => {
    result = await new RebuildRun(dependencies, plan, options, lost).complete();
  });
  return result;
}
