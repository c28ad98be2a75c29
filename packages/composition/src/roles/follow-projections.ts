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
import { restartIfStalled, watchCalls, type WatchedRun } from '../progress/index.js';
import type { Runtime } from '../runtime/runtime.js';
import { wakeOnAppends } from '../runtime/wake-on-appends.js';
import { measureProjection } from '../telemetry/index.js';

/** Large steps: a row that many events of a step change is written once. */
const pace = { pageSize: 5_000, idlePollMs: 200 };

/**
 * The seconds of rest per second of work of all projections together, so that consumers in the same process come
 * first.
 */
const restShareOfAll = 3;

/** How long to wait for a rebuild that another process leads, and before a parked one is checked again. */
const rebuildPollMs = 1_000;
const parkedPollMs = 60_000;

/**
 * Follows the log with every asynchronous projection until the signal aborts; one of all processes does the work.
 * Rows of a lower version of a projection are rebuilt first.
 */
export async function followProjections(runtime: Runtime, signal: AbortSignal): Promise<void> {
  await runtime.serveMetrics();
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  wakeOnAppends(runtime, (await runtime.database()).events, either);
  const runs = planRebuilds(runtime.projections).map((plan) => followPlan(runtime, plan, either));
  try {
    await Promise.all(runs);
  } finally {
    stop.abort();
    await Promise.allSettled(runs);
  }
}

/** A supervisor waits for a process that it stops, often for 30 s in all. */
const stopMs = 10_000;

/**
 * Brings every asynchronous projection up to the end of the log, once and without rest. A projection that cannot make
 * progress is logged and skipped. Ends ten seconds after `stopped` aborts, also if it has before: what is left is
 * projected by other processes, or at the next start.
 */
export async function catchUpProjections(runtime: Runtime, stopped?: AbortSignal): Promise<void> {
  const done = new AbortController();
  try {
    await catchUpUntil(runtime, someTimeAfter(runtime, stopped, done.signal));
  } finally {
    done.abort();
  }
}

/** Aborts some time after `stopped` does, unless the work is done by then. */
function someTimeAfter(
  { clock }: Pick<Runtime, 'clock'>,
  stopped: AbortSignal | undefined,
  done: AbortSignal,
): AbortSignal {
  const enough = new AbortController();
  const wait = (): void => void clock.sleep(stopMs, done).then(() => enough.abort());
  if (stopped?.aborted === true) wait();
  else stopped?.addEventListener('abort', wait, { once: true, signal: done });
  return enough.signal;
}

async function catchUpUntil(runtime: Runtime, signal: AbortSignal): Promise<void> {
  const { events: store, projections } = await runtime.database();
  const options = { pageSize: pace.pageSize, signal };
  const outcomes = await Promise.allSettled(
    asynchronous(runtime.projections).map(async (projection) => {
      try {
        const stores = { ...runtime, store, projections };
        const measured = measureProjection(stores, projection, runtime.telemetry);
        await catchUpProjection(measured, projection, options);
      } catch (error) {
        if (!standsStill(error)) throw error;
        runtime.logger.error('a projection stays behind', { projection: projection.name, error });
      }
    }),
  );
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** An asynchronous projection and how many events of the log follow its checkpoint. */
export interface LaggingProjection {
  readonly name: string;
  readonly behind: number;
}

/** The asynchronous projections that have not reached the end of the log. */
export async function laggingProjections(runtime: Runtime): Promise<readonly LaggingProjection[]> {
  const { events, projections } = await runtime.database();
  const measured = asynchronous(runtime.projections).map(async (projection) => ({
    name: projection.name,
    behind: await events.count(await projections.checkpoint(projection)),
  }));
  return (await Promise.all(measured)).filter(({ behind }) => behind > 0);
}

function standsStill(error: unknown): boolean {
  if (!isPortError(error)) return false;
  return error.reason === 'rejected' || error.code === 'projection-version';
}

async function followPlan(runtime: Runtime, plan: RebuildPlan, signal: AbortSignal): Promise<void> {
  const { locks } = await runtime.database();
  await bringUpToDate(runtime, plan, signal);
  await Promise.all(
    asynchronous(plan.projections).map((projection) => {
      const name = { role: 'projections', work: projection.name };
      return restartIfStalled(runtime, { name, signal, locks }, (run) =>
        followProjection(runtime, projection, run),
      );
    }),
  );
}

/** Rebuilds are not watched: one statement of theirs may build the index of a large table. */
async function followProjection(
  runtime: Runtime,
  projection: Projection,
  { signal, watch, locks }: WatchedRun,
): Promise<void> {
  const { events, projections, rebuilds } = await runtime.database();
  const dependencies = {
    ...runtime,
    store: watchCalls(events, 'event-store', watch),
    projections: watchCalls(projections, 'projection-store', watch),
    rebuilds,
    locks: watchCalls(locks, 'leader-lock', watch),
    all: runtime.projections,
  };
  const followers = asynchronous(runtime.projections).length;
  await runProjection(measureProjection(dependencies, projection, runtime.telemetry), projection, {
    signal,
    ...pace,
    restShare: followers * (restShareOfAll + 1) - 1,
    wakeUps: runtime.wakeUps,
    onStep: () => watch.finished(),
  });
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
