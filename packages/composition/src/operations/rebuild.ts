import {
  outdatedPlans,
  planRebuilds,
  rebuildProjections,
  ValidationError,
  type RebuildPlan,
  type RebuildProgress,
  type RebuildResult,
} from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';

/** What to rebuild: named projections with all that write the same models, those that need it, or all. */
export interface RebuildRequest {
  readonly which: readonly string[] | 'outdated' | 'all';
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: RebuildStepProgress) => void;
}

/** The progress of the rebuild of one plan. */
export interface RebuildStepProgress extends RebuildProgress {
  /** Their names, joined by `+`. */
  readonly id: string;
}

/** The outcome of a rebuild, and its time in this process. */
export interface RebuildOutcome extends RebuildResult {
  readonly id: string;
  readonly ms: number;
}

/** Rebuilds one plan after another. Rejects with ValidationError if no projection has one of the names. */
export async function rebuild(
  runtime: Runtime,
  { which, signal, onProgress }: RebuildRequest,
): Promise<readonly RebuildOutcome[]> {
  const outcomes: RebuildOutcome[] = [];
  for (const plan of await choosePlans(runtime, which)) {
    const startedAt = runtime.clock.monotonic();
    const result = await rebuildPlan(runtime, plan, {
      signal,
      onProgress: (progress) => onProgress?.({ id: plan.id, ...progress }),
    });
    outcomes.push({ id: plan.id, ...result, ms: runtime.clock.monotonic() - startedAt });
  }
  return outcomes;
}

/** Rebuilds one plan, or resumes its rebuild. */
export async function rebuildPlan(
  runtime: Runtime,
  plan: RebuildPlan,
  options: Parameters<typeof rebuildProjections>[2],
): Promise<RebuildResult> {
  const { events: store, rebuilds, locks } = await runtime.database();
  return rebuildProjections({ ...runtime, store, rebuilds, locks }, plan, options);
}

async function choosePlans(
  runtime: Runtime,
  which: RebuildRequest['which'],
): Promise<readonly RebuildPlan[]> {
  const plans = planRebuilds(runtime.projections);
  if (which === 'all') return plans;
  if (which === 'outdated') {
    const { projections } = await runtime.database();
    return outdatedPlans(await projections.states(), runtime.projections);
  }
  assertKnown(runtime, which);
  return plans.filter(({ projections }) => projections.some(({ name }) => which.includes(name)));
}

function assertKnown({ projections }: Runtime, names: readonly string[]): void {
  const known = projections.map(({ name }) => name).sort();
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new ValidationError(`There is no projection ${name}; there are ${known.join(', ')}.`, [
      { path: 'projections', message: `unknown: ${name}` },
    ]);
  }
}
