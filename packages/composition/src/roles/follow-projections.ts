import {
  catchUpProjection,
  isPortError,
  isRetryableError,
  outdatedPlans,
  planRebuilds,
  retryTransient,
  runProjection,
  type Projection,
  type RebuildPlan,
} from '@foldmart/core';
import { rebuildPlan } from '../operations/index.js';
import type { Runtime } from '../runtime/runtime.js';

/** Large, unhurried steps: a row that many events touch is written once. */
const pace = { pageSize: 5_000, idlePollMs: 1_000 };

/** For each second of work so many of rest, all projections together: consumers beside them come first. */
const restShareOfAll = 3;

/** How long to wait for a rebuild that another process leads, and before one that is parked is tried again. */
const rebuildPollMs = 1_000;
const parkedPollMs = 60_000;

/**
 * Follows the log with every asynchronous projection until the signal aborts; one process of many does the work. Rows that
 * an older version of a projection has made are made anew first.
 */
export async function followProjections(runtime: Runtime, signal: AbortSignal): Promise<void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const runs = planRebuilds(runtime.projections).map((plan) => followPlan(runtime, plan, either));
  try {
    await Promise.all(runs);
  } finally {
    stop.abort();
    await Promise.allSettled(runs);
  }
}

/** Brings every asynchronous projection up to the end of the log, once; one that stands still is logged and left behind. */
export async function catchUpProjections(runtime: Runtime): Promise<void> {
  const { events: store, projections } = await runtime.database();
  for (const projection of asynchronous(runtime.projections)) {
    try {
      await catchUpProjection({ ...runtime, store, projections }, projection);
    } catch (error) {
      if (!standsStill(error)) throw error;
      runtime.logger.error('a projection stays behind', { projection: projection.name, error });
    }
  }
}

function standsStill(error: unknown): boolean {
  if (!isPortError(error)) return false;
  return error.reason === 'rejected' || error.code === 'projection-version';
}

async function followPlan(runtime: Runtime, plan: RebuildPlan, signal: AbortSignal): Promise<void> {
  const { events: store, projections, rebuilds, locks } = await runtime.database();
  await bringUpToDate(runtime, plan, signal);
  const dependencies = {
    ...runtime,
    store,
    projections,
    rebuilds,
    locks,
    all: runtime.projections,
  };
  const followers = asynchronous(runtime.projections).length;
  const restShare = followers * (restShareOfAll + 1) - 1;
  await Promise.all(
    asynchronous(plan.projections).map((projection) =>
      runProjection(dependencies, projection, { signal, ...pace, restShare }),
    ),
  );
}

async function bringUpToDate(
  runtime: Runtime,
  plan: RebuildPlan,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    if (!(await isOutdated(runtime, plan, signal))) return;
    const { outcome } = await rebuildPlan(runtime, plan, { signal });
    if (outcome === 'done' || outcome === 'stopped') return;
    await runtime.clock.sleep(outcome === 'parked' ? parkedPollMs : rebuildPollMs, signal);
  }
}

async function isOutdated(
  runtime: Runtime,
  plan: RebuildPlan,
  signal: AbortSignal,
): Promise<boolean> {
  const { projections } = await runtime.database();
  try {
    const states = await retryTransient(() => projections.states(), { ...runtime, signal });
    return outdatedPlans(states, runtime.projections).some(({ id }) => id === plan.id);
  } catch (error) {
    if (signal.aborted && isRetryableError(error)) return false;
    throw error;
  }
}

function asynchronous(projections: readonly Projection[]): readonly Projection[] {
  return projections.filter(({ mode }) => mode === 'async');
}
