import { eventStoreSuite } from '@foldmart/conformance';
import {
  VersionConflictError,
  type EventEnvelope,
  type EventStore,
  type ExpectedVersion,
  type IngestOutcome,
} from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingEvents, changingIncoming, changingItems, writeRows } from './store-mutants.js';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that expects no version',
    mutate: changingEvents((events) => ({
      append: (appends) =>
        events.append(appends.map((append) => ({ ...append, expectedVersion: 'any' }))),
    })),
    caughtBy: [
      'expecting 1 conflicts at version 3',
      'expecting no-stream conflicts at version 1',
      'expecting stream-exists conflicts at version 0',
      'an append to many streams is all or nothing',
      'of a hundred appends that expect one version, one wins and the rest conflict',
      'the store agrees with its model over random histories',
    ],
  },
  {
    what: 'a store that checks the version and then appends',
    mutate: changingEvents((events) => ({
      async append(appends) {
        for (const { streamId, expectedVersion } of appends) {
          const { version } = await events.readStream(streamId);
          if (isUnmet(expectedVersion, version)) return events.append(appends);
        }
        await new Promise((resolve) => setImmediate(resolve));
        return events.append(appends.map((append) => ({ ...append, expectedVersion: 'any' })));
      },
    })),
    caughtBy: ['of a hundred appends that expect one version, one wins and the rest conflict'],
  },
  {
    what: 'a store that appends stream by stream',
    mutate: changingEvents((events) => ({
      async append(appends) {
        const results = [];
        for (const append of appends) results.push(...(await events.append([append])));
        return results;
      },
    })),
    caughtBy: [
      'an append to many streams is all or nothing',
      'an append that fails for one stream projects nothing of the others',
      'an append that names a stream twice is refused whole',
    ],
  },
  {
    what: 'a store that checks versions of what it has already',
    mutate: changingEvents((events) => ({
      async append(appends) {
        for (const { streamId, expectedVersion } of appends) {
          const { version } = await events.readStream(streamId);
          if (isUnmet(expectedVersion, version)) {
            throw new VersionConflictError(streamId, expectedVersion, version);
          }
        }
        return events.append(appends);
      },
    })),
    caughtBy: [
      'a repeated append changes nothing and succeeds, its expected version being stale by then',
      'a repeated append succeeds although others came behind it',
    ],
  },
  {
    what: 'a store that takes a known id for another event',
    mutate: changingIncoming(withAnotherId()),
    caughtBy: [
      'a repeated append changes nothing and succeeds, its expected version being stale by then',
      'an event that comes twice in one batch is appended once',
      'an id that is taken by an event with another body is refused',
      'an id that is taken by another body is a conflict, and the first is kept',
      'only what was new is projected: in one batch, across batches, on either way in',
    ],
  },
  {
    what: 'a store that projects duplicates',
    mutate: changingEvents((events, instance, projections) => ({
      async ingest(batch) {
        const report = await events.ingest(batch);
        const [projection] = projections;
        if (projection === undefined) return report;
        const duplicates = batch.items.filter(
          (_item, index) => report.outcomes[index] === 'duplicate',
        );
        await writeRows(
          instance,
          duplicates.flatMap(({ event }) => projection.project(event)),
        );
        return report;
      },
    })),
    caughtBy: ['only what was new is projected: in one batch, across batches, on either way in'],
  },
  {
    what: 'a store that compares ids alone',
    mutate: reporting((outcome) => (outcome === 'conflict' ? 'duplicate' : outcome)),
    caughtBy: [
      'an id that is taken by another body is a conflict, and the first is kept',
      'an event that opens a stream which exists is a conflict with another body, or another type',
      'of two events that open one stream in one batch, the first is kept',
      'a repeated batch parks nothing twice, and reports the same',
    ],
  },
  {
    what: 'a store that calls everything new',
    mutate: reporting((outcome) => (outcome === 'duplicate' ? 'appended' : outcome)),
    caughtBy: [
      'a repeated batch changes nothing and reports duplicates',
      'batches that overlap, at the same time and in opposite orders, record every event once',
      'an event that another append holds is a duplicate once that commits',
    ],
  },
  {
    what: 'a store that compares bodies as text',
    mutate: changingEvents(comparingText),
    caughtBy: [
      'bodies are compared as JSON: field order and the writing of numbers make no difference',
    ],
  },
  {
    what: 'a store that compares all that an event carries',
    mutate: changingIncoming((event) => ({
      ...event,
      data: { ...event.data, carried: [event.origin, event.time, event.correlationId ?? null] },
    })),
    caughtBy: [
      'what an event carries beside its body makes no conflict',
      'a body comes back as it was: no fields',
    ],
  },
  {
    what: 'a store that lets an event open a stream at any place',
    mutate: changingItems((item) => ({ ...item, startsStream: false })),
    caughtBy: [
      'an event that opens a stream which exists is a duplicate with the same body, whatever its id',
      'an event that opens its stream conflicts with one that came before it',
      'of events that open one stream at the same time with other bodies, one is kept',
    ],
  },
  {
    what: 'a store that records a batch backwards',
    mutate: changingEvents((events) => ({
      async ingest(batch) {
        const items = batch.items.toReversed();
        const { outcomes } = await events.ingest({ ...batch, items });
        return { outcomes: outcomes.toReversed() };
      },
    })),
    caughtBy: [
      'an ingested batch is recorded stream by stream, in the order of its items',
      'of two events that open one stream in one batch, the first is kept',
    ],
  },
  {
    what: 'a store that parks no conflicts',
    mutate: changingItems(({ streamId, startsStream, event }) => ({
      streamId,
      startsStream,
      event,
    })),
    caughtBy: [
      'a conflict is parked with the message it came in, byte for byte',
      'one conflict in two batches at the same time is parked once',
      'ingesting a NUL character in a value: kept as it is, or refused, and no hindrance to the rest',
    ],
  },
  {
    what: 'a store that drops a batch’s dead letters',
    mutate: changingEvents((events) => ({ ingest: ({ items }) => events.ingest({ items }) })),
    caughtBy: [
      'a batch’s dead letters are recorded with its events',
      'a batch of dead letters alone is recorded',
    ],
  },
  {
    what: 'a store that mends what it cannot hold',
    mutate: changingIncoming(
      (event) => JSON.parse(JSON.stringify(event).replaceAll('\\u0000', '')) as EventEnvelope,
    ),
    caughtBy: [
      'ingesting a NUL character in a value: kept as it is, or refused, and no hindrance to the rest',
      'appending a NUL character in a value: kept as it is, or refused for good',
      'ingesting a number that overflowed when it was parsed: kept as it is, or refused, and no hindrance to the rest',
      'appending a NUL character in its id: kept as it is, or refused for good',
    ],
  },
  {
    what: 'a store with short numbers',
    mutate: changingIncoming(
      (event) =>
        JSON.parse(JSON.stringify(event), (_name, value: unknown) =>
          typeof value === 'number' ? Math.fround(value) : value,
        ) as EventEnvelope,
    ),
    caughtBy: ['a body comes back as it was: numbers to their last digit'],
  },
  {
    what: 'a store that keeps the body alone',
    mutate: changingIncoming(({ id, type, data, schemaVersion, time, origin }) => ({
      id,
      type,
      data,
      schemaVersion,
      time: new Date(time).toISOString(),
      origin,
    })),
    caughtBy: ['an event comes back with all that an event can carry'],
  },
  {
    what: 'a store that reads streams only forwards, and whole',
    mutate: changingEvents((events) => ({ readStream: (streamId) => events.readStream(streamId) })),
    caughtBy: [
      'every part of a stream can be read, forwards and backwards',
      'the store agrees with its model over random histories',
    ],
  },
  {
    what: 'a store that knows streams by the beginning of their name',
    mutate: changingEvents((events) => ({
      readStream: (streamId, range) => events.readStream(streamId.toLowerCase(), range),
      append: (appends) =>
        events.append(
          appends.map((append) => ({ ...append, streamId: append.streamId.toLowerCase() })),
        ),
    })),
    caughtBy: ['a stream shows nothing of another whose name begins or ends alike'],
  },
  {
    what: 'a store that can be used after it was closed',
    mutate: changingEvents(() => ({ close: async () => undefined })),
    caughtBy: ['a closed store rejects whatever is asked of it'],
  },
];

itRejects(eventStoreSuite, storeHarness, mutants);
itAccepts(eventStoreSuite, () => storeHarness((instance) => instance), mutants);

function reporting(change: (outcome: IngestOutcome) => IngestOutcome): StoreMutation {
  return changingEvents((events) => ({
    async ingest(batch) {
      const { outcomes } = await events.ingest(batch);
      return { outcomes: outcomes.map(change) };
    },
  }));
}

function withAnotherId(): (event: EventEnvelope) => EventEnvelope {
  let events = 0;
  return (event) => ({ ...event, id: `${event.id} ${(events += 1)}` });
}

/** A conflict where the text of a body is not the one that its id came with first. */
function comparingText(events: EventStore): Partial<EventStore> {
  const texts = new Map<string, string>();
  return {
    async ingest(batch) {
      const { outcomes } = await events.ingest(batch);
      return {
        outcomes: outcomes.map((outcome, index) => {
          const { id, data } = batch.items[index]!.event;
          const text = JSON.stringify(data);
          const known = texts.get(id) ?? text;
          texts.set(id, known);
          return known === text ? outcome : 'conflict';
        }),
      };
    },
  };
}

function isUnmet(expected: ExpectedVersion, version: number): boolean {
  if (expected === 'no-stream') return version !== 0;
  return typeof expected === 'number' && version !== expected;
}
