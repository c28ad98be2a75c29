import {
  carrierOfEvent,
  inSpan,
  traceOrigin,
  type EventStore,
  type Projection,
  type ProjectionStep,
  type ProjectionStore,
  type StoredEvent,
  type Telemetry,
} from '@foldmart/core';
import { isMeasured } from '../measuring.js';
import { metricDefinitions } from '../metrics/metric-definitions.js';

/** The stores that an asynchronous projection reads from and writes to. */
interface ProjectionStores {
  readonly store: Pick<EventStore, 'readAll' | 'count'>;
  readonly projections: ProjectionStore;
}

/**
 * The same stores for one projection. Its events are counted, and each of its steps is a span in the trace of its events,
 * or linked to their traces.
 */
export function measureProjection<Stores extends ProjectionStores>(
  stores: Stores,
  projection: Projection,
  telemetry: Telemetry,
): Stores {
  if (!isMeasured(telemetry)) return stores;
  const { store, projections } = stores;
  const projected = telemetry.meter.counter(metricDefinitions.projected);
  const labels = { projection: projection.name };
  let page: readonly StoredEvent[] = [];
  const readAll: EventStore['readAll'] = async (range) => {
    const slice = await store.readAll(range);
    page = slice.events;
    return slice;
  };
  const advance: ProjectionStore['advance'] = async (step) => {
    const events = eventsOf(step, page);
    const isMine = await traced(telemetry, step, events, () => projections.advance(step));
    if (isMine) projected.add(labels, events.length);
    return isMine;
  };
  return {
    ...stores,
    store: { readAll, count: (after) => store.count(after) },
    projections: {
      advance,
      checkpoint: (of) => projections.checkpoint(of),
      states: () => projections.states(),
      park: (of, from, failure) => projections.park(of, from, failure),
      resume: (name) => projections.resume(name),
      retire: (name) => projections.retire(name),
    } satisfies ProjectionStore,
  };
}

/** A step takes a part of the page that was read last. */
function eventsOf({ from, to }: ProjectionStep, page: readonly StoredEvent[]) {
  const start = page.findIndex(({ position }) => position === from) + 1;
  const end = page.findIndex(({ position }) => position === to) + 1;
  return page.slice(start, end);
}

function traced(
  { tracer }: Telemetry,
  { projection }: ProjectionStep,
  events: readonly StoredEvent[],
  work: () => Promise<boolean>,
): Promise<boolean> {
  const handled = events.filter(({ type }) => projection.handles.includes(type));
  if (!tracer.isEnabled || handled.length === 0) return work();
  const start = {
    ...traceOrigin(handled.map(carrierOfEvent)),
    attributes: { 'foldmart.projection': projection.name, 'foldmart.events': handled.length },
  };
  return inSpan(tracer, `project ${projection.name}`, start, work);
}
