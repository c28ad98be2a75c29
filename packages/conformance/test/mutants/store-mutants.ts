import type { StoreInstance } from '@foldmart/conformance';
import type {
  DeadLetterStore,
  EventEnvelope,
  EventStore,
  IngestBatch,
  IngestItem,
  LeaderLock,
  Projection,
  ProjectionStore,
  ReadModelStore,
  ReadModelWrite,
  Row,
  ShopRepository,
} from '@foldmart/core';
import type { StoreMutation } from '../memory/harnesses.js';

/** Changes methods of the event store; those it does not name stay. */
export function changingEvents(
  change: (
    events: EventStore,
    instance: StoreInstance,
    projections: readonly Projection[],
  ) => Partial<EventStore>,
): StoreMutation {
  return (instance, projections) => {
    const { events } = instance;
    const changed: EventStore = {
      append: (appends) => events.append(appends),
      ingest: (batch) => events.ingest(batch),
      readStream: (streamId, range) => events.readStream(streamId, range),
      readAll: (range) => events.readAll(range),
      findIds: (ids) => events.findIds(ids),
      blocker: () => events.blocker(),
      close: () => events.close(),
      ...change(events, instance, projections),
    };
    return { ...instance, events: changed };
  };
}

/** Changes the events that come into the store, by either way. */
export function changingIncoming(change: (event: EventEnvelope) => EventEnvelope): StoreMutation {
  return changingEvents((events) => ({
    append: (appends) =>
      events.append(appends.map((append) => ({ ...append, events: append.events.map(change) }))),
    ingest: (batch) =>
      events.ingest({
        ...batch,
        items: batch.items.map((item) => ({ ...item, event: change(item.event) })),
      }),
  }));
}

/** Changes the items of ingested batches. */
export function changingItems(change: (item: IngestItem) => IngestItem): StoreMutation {
  return changingEvents((events) => ({
    ingest: (batch: IngestBatch) => events.ingest({ ...batch, items: batch.items.map(change) }),
  }));
}

/** Changes methods of the dead-letter store. */
export function changingLetters(
  change: (letters: DeadLetterStore) => Partial<DeadLetterStore>,
): StoreMutation {
  return (instance) => {
    const { deadLetters } = instance;
    const changed: DeadLetterStore = {
      park: (letters) => deadLetters.park(letters),
      list: (query) => deadLetters.list(query),
      countByReason: () => deadLetters.countByReason(),
      ...change(deadLetters),
    };
    return { ...instance, deadLetters: changed };
  };
}

/** Changes methods of the projection store. */
export function changingSteps(
  change: (projections: ProjectionStore) => Partial<ProjectionStore>,
): StoreMutation {
  return (instance) => {
    const { projections } = instance;
    const changed: ProjectionStore = {
      checkpoint: (projection) => projections.checkpoint(projection),
      advance: (step) => projections.advance(step),
      ...change(projections),
    };
    return { ...instance, projections: changed };
  };
}

/** Changes the writes of each step. */
export function changingWrites(
  change: (writes: readonly ReadModelWrite[]) => readonly ReadModelWrite[],
): StoreMutation {
  return changingSteps((projections) => ({
    advance: (step) => projections.advance({ ...step, writes: change(step.writes) }),
  }));
}

/** Changes methods of the read models. */
export function changingReadModels(
  change: (readModels: ReadModelStore) => Partial<ReadModelStore>,
): StoreMutation {
  return (instance) => {
    const { readModels } = instance;
    const changed: ReadModelStore = {
      get: (model, key) => readModels.get(model, key),
      count: (model) => readModels.count(model),
      scan: (model, range) => readModels.scan(model, range),
      ...change(readModels),
    };
    return { ...instance, readModels: changed };
  };
}

/** Changes what is read of a column. */
export function changingColumn(name: string, change: (value: unknown) => unknown): StoreMutation {
  const changed = (row: Row): Row =>
    name in row && row[name] !== null ? { ...row, [name]: change(row[name]) } : row;
  return changingReadModels((readModels) => ({
    get: async (model, key) => {
      const row = await readModels.get(model, key);
      return row && changed(row);
    },
  }));
}

/** Changes methods of the repository. */
export function changingRepository(
  change: (repository: ShopRepository, instance: StoreInstance) => Partial<ShopRepository>,
): StoreMutation {
  return (instance) => {
    const { repository } = instance;
    const changed: ShopRepository = {
      cacheCandidates: (kind, segment, limit) => repository.cacheCandidates(kind, segment, limit),
      markCached: (kind, ids) => repository.markCached(kind, ids),
      counts: () => repository.counts(),
      ...change(repository, instance),
    };
    return { ...instance, repository: changed };
  };
}

/** Changes how locks are taken. */
export function changingLocks(change: (locks: LeaderLock) => LeaderLock): StoreMutation {
  return (instance) => ({ ...instance, locks: change(instance.locks) });
}
