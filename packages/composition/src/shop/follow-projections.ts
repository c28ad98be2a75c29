import { catchUpProjection, runProjection } from '@foldmart/core';
import type { System } from '../runtime/system.js';

/** Large, unhurried steps: a row that many events touch is written once, and consumers beside it come first. */
const pace = { pageSize: 5_000, idlePollMs: 1_000, restShare: 3 };

/** Follows the log with every asynchronous projection until the signal aborts; one process of many does the work. */
export async function followProjections(system: System, signal: AbortSignal): Promise<void> {
  const { events: store, projections, locks } = await system.database();
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const runs = asynchronous(system).map((projection) =>
    runProjection({ ...system, store, projections, locks }, projection, {
      signal: either,
      ...pace,
    }),
  );
  try {
    await Promise.all(runs);
  } finally {
    stop.abort();
    await Promise.allSettled(runs);
  }
}

/** Brings every asynchronous projection up to the end of the log, once. */
export async function catchUpProjections(system: System): Promise<void> {
  const { events: store, projections } = await system.database();
  for (const projection of asynchronous(system)) {
    await catchUpProjection({ store, projections, registry: system.registry }, projection);
  }
}

function asynchronous(system: System) {
  return system.projections.filter(({ mode }) => mode === 'async');
}
