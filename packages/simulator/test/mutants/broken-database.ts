import type {
  Database,
  EventStore,
  IngestBatch,
  ProjectionStep,
  ProjectionStore,
  ReplayRequest,
  StoredEvent,
} from '@foldmart/core';
import type { Behind } from '@foldmart/simulator';

/** A database whose store or projections are replaced in part. */
function breaking(
  parts: (database: Database) => Partial<Omit<Database, 'events' | 'projections'>> & {
    readonly events?: Partial<EventStore>;
    readonly projections?: Partial<ProjectionStore>;
  },
): Behind {
  return {
    database(database) {
      const { events, projections, ...others } = parts(database);
      return {
        ...database,
        ...others,
        events: replaced(database.events, events),
        projections: replaced(database.projections, projections),
      };
    },
  };
}

function replaced<Port extends object>(port: Port, changes: Partial<Port> = {}): Port {
  return new Proxy(port, {
    get(target, key) {
      const value: unknown = Reflect.get(Object.hasOwn(changes, key) ? changes : target, key);
      return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
    },
  });
}

/** Records a redelivered event again, under another id. */
export function withoutDedupe(): Behind {
  let repeats = 0;
  return breaking(({ events }) => ({
    events: {
      async ingest(batch: IngestBatch) {
        const known = await events.findIds(batch.items.map(({ event }) => event.id));
        const items = batch.items.map((item) => {
          if (item.startsStream || !known.has(item.event.id)) return item;
          return {
            ...item,
            event: { ...item.event, id: `${item.event.id}~${String((repeats += 1))}` },
          };
        });
        return events.ingest({ ...batch, items });
      },
    },
  }));
}

/** Forgets the messages that are no events. */
export function withoutDeadLetters(): Behind {
  return breaking(({ events }) => ({
    events: { ingest: (batch: IngestBatch) => events.ingest({ ...batch, deadLetters: [] }) },
  }));
}

/** Gives the rows of a segment from its end. */
export function newestFirst(): Behind {
  return breaking(({ repository }) => ({
    repository: replaced(repository, {
      async candidates(kind, segment, limit) {
        const all = await repository.candidates(kind, segment, 1_000);
        return all.toReversed().slice(0, limit);
      },
    }),
  }));
}

/** Settles a letter at the first step of its replay, and says that it was recorded. */
export function replayWithoutRecording(): Behind {
  return breaking(({ deadLetters }) => ({
    events: {
      async replay({ letter, by }: ReplayRequest) {
        await deadLetters.settle([letter], { as: 'discarded', by });
        return { letters: [{ id: letter, outcome: 'appended' }], next: null };
      },
    },
  }));
}

/** Records what comes behind a parked message of its key. */
export function lettingSuccessorsThrough(): Behind {
  return breaking(({ events }) => ({
    events: {
      ingest: (batch: IngestBatch) => events.ingest({ ...batch, parking: 'skip-message' }),
    },
  }));
}

/** Forgets where an event came from, so that the relay takes every event for one of its own. */
export function withoutOrigin(): Behind {
  const own = (event: StoredEvent): StoredEvent => ({ ...event, origin: 'command' });
  return breaking(({ events }) => ({
    events: {
      async readAll(range) {
        const page = await events.readAll(range);
        return { ...page, events: page.events.map(own) };
      },
    },
  }));
}

/** Appends whatever version a stream has. */
export function withoutExpectedVersion(): Behind {
  return breaking(({ events }) => ({
    events: {
      append: (appends) =>
        events.append(appends.map((append) => ({ ...append, expectedVersion: 'any' }))),
    },
  }));
}

/** Moves the checkpoint of a projection in a transaction before that of the rows. */
export function checkpointBeforeRows(): Behind {
  return breaking(({ projections }) => ({
    projections: {
      async advance(step: ProjectionStep) {
        if (!(await projections.advance({ ...step, writes: [] }))) return false;
        return projections.advance({ ...step, from: step.to });
      },
    },
  }));
}

/** Applies a step wherever the checkpoint is: two processes that both lead apply it twice. */
export function withoutCheckpointFence(): Behind {
  return breaking(({ projections }) => ({
    projections: {
      async advance(step: ProjectionStep) {
        return projections.advance({
          ...step,
          from: await projections.checkpoint(step.projection),
        });
      },
    },
  }));
}

/** Forgets which commands were handled, and records their events again under other ids. */
export function withoutCommandIds(): Behind {
  let repeats = 0;
  return breaking(({ events }) => ({
    events: {
      findIds: async () => new Set<string>(),
      async append(appends) {
        const known = await events.findIds(
          appends.flatMap((each) => each.events.map(({ id }) => id)),
        );
        const again = appends.map((append) => ({
          ...append,
          events: append.events.map((event) =>
            known.has(event.id) ? { ...event, id: `${event.id}~${String((repeats += 1))}` } : event,
          ),
        }));
        return events.append(again);
      },
    },
  }));
}

/** Any process may lead at any time: the fences below must hold without the locks. */
export function withoutLocks(): Behind {
  return breaking(() => ({
    locks: {
      tryAcquire: async () => ({
        token: 1,
        lost: new AbortController().signal,
        release: async () => undefined,
      }),
      leases: async () => [],
    },
  }));
}
