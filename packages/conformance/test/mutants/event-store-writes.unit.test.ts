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
    what: 'a store that keeps 15 digits of a number',
    mutate: changingIncoming((event) => ({
      ...event,
      data: Object.fromEntries(
        Object.entries(event.data).map(([name, value]) => [
          name,
          typeof value === 'number' ? Number(value.toPrecision(15)) : value,
        ]),
      ),
    })),
    caughtBy: [
      'numbers of bodies are compared by value, to the last digit and at the ends of their range',
      'a body is read back unchanged: numbers to their last digit',
    ],
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
      'an append that fails for one stream projects nothing of its other streams',
      'an append that names a stream twice is rejected completely',
    ],
  },
  {
    what: 'a store that checks expected versions for duplicates',
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
      'a retried append changes nothing and succeeds, although its expected version is stale',
      'a retried append succeeds although others appended after it',
    ],
  },
  {
    what: 'a store that treats a known id as another event',
    mutate: changingIncoming(withAnotherId()),
    caughtBy: [
      'a retried append changes nothing and succeeds, although its expected version is stale',
      'an event that occurs twice in one batch is appended once',
      'an append is rejected if its id belongs to an event with another body',
      'an ingested id that belongs to another body is a conflict, and the first event is kept',
      'only new events are projected: in one batch, across batches, whether appended or ingested',
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
    caughtBy: [
      'only new events are projected: in one batch, across batches, whether appended or ingested',
    ],
  },
  {
    what: 'a store that compares ids alone',
    mutate: reporting((outcome) => (outcome === 'conflict' ? 'duplicate' : outcome)),
    caughtBy: [
      'an ingested id that belongs to another body is a conflict, and the first event is kept',
      'an event that opens an existing stream with another body or type is a conflict',
      'of two events that open one stream in one batch, the first is kept',
      'a redelivered batch parks nothing twice, and reports the same outcomes',
    ],
  },
  {
    what: 'a store that reports duplicates as appended',
    mutate: reporting((outcome) => (outcome === 'duplicate' ? 'appended' : outcome)),
    caughtBy: [
      'a redelivered batch changes nothing and reports duplicates',
      'batches that overlap, concurrently and in opposite orders, record every event once',
      'an event that another append holds is a duplicate once that append commits',
    ],
  },
  {
    what: 'a store that compares bodies as text',
    mutate: changingEvents(comparingText),
    caughtBy: ['bodies are compared as JSON: field order and number format make no difference'],
  },
  {
    what: 'a store that compares all fields of an event',
    mutate: changingIncoming((event) => ({
      ...event,
      data: { ...event.data, carried: [event.origin, event.time, event.correlationId ?? null] },
    })),
    caughtBy: [
      'differences outside the body of an event are not a conflict',
      'a body is read back unchanged: no fields',
    ],
  },
  {
    what: 'a store that lets an event open a stream at any place',
    mutate: changingItems((item) => ({ ...item, startsStream: false })),
    caughtBy: [
      'an event that opens an existing stream with the same body is a duplicate, whatever its id',
      'an event that opens its stream conflicts with an event that was recorded before it',
      'of events that concurrently open one stream with different bodies, one is kept',
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
      'one conflict in two concurrent batches is parked once',
      'ingesting a NUL character in a value: kept unchanged or refused, and the rest of the batch is recorded',
    ],
  },
  {
    what: 'a store that drops a batch’s dead letters',
    mutate: changingEvents((events) => ({ ingest: ({ items }) => events.ingest({ items }) })),
    caughtBy: [
      'the dead letters of a batch are recorded with its events',
      'a batch of only dead letters is recorded',
    ],
  },
  {
    what: 'a store that changes values that it cannot hold',
    mutate: changingIncoming(
      (event) => JSON.parse(JSON.stringify(event).replaceAll('\\u0000', '')) as EventEnvelope,
    ),
    caughtBy: [
      'ingesting a NUL character in a value: kept unchanged or refused, and the rest of the batch is recorded',
      'appending a NUL character in a value: kept unchanged, or rejected for good',
      'ingesting a number that overflowed when it was parsed: kept unchanged or refused, and the rest of the batch is recorded',
      'appending a NUL character in its id: kept unchanged, or rejected for good',
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
    caughtBy: ['a body is read back unchanged: numbers to their last digit'],
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
    caughtBy: ['an event is read back with every field that an event can have'],
  },
  {
    what: 'a store that reads streams only forwards, and whole',
    mutate: changingEvents((events) => ({ readStream: (streamId) => events.readStream(streamId) })),
    caughtBy: [
      'every range of a stream can be read, forwards and backwards',
      'the store agrees with its model over random histories',
    ],
  },
  {
    what: 'a store that identifies streams by the start of their name',
    mutate: changingEvents((events) => ({
      readStream: (streamId, range) => events.readStream(streamId.toLowerCase(), range),
      append: (appends) =>
        events.append(
          appends.map((append) => ({ ...append, streamId: append.streamId.toLowerCase() })),
        ),
    })),
    caughtBy: ['a stream shows no event of another stream whose name has the same start or end'],
  },
  {
    what: 'a store that can be used after it was closed',
    mutate: changingEvents(() => ({ close: async () => undefined })),
    caughtBy: ['a closed store rejects every call'],
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

/** A conflict if the text of a body differs from the first one with the same id. */
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
