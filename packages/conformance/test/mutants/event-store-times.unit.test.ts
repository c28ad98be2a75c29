import { eventStoreSuite, type EventStoreHarness } from '@foldmart/conformance';
import { ValidationError, type EventData, type StoredEvent } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingEvents, changingIncoming } from './store-mutants.js';

const knownFields = ['book', 'title', 'price', 'acquired_at', 'reader', 'fee', 'lent_at'];

let reads = 0;

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store with milliseconds',
    mutate: reading((event) => ({ ...event, recordedAt: event.recordedAt.slice(0, -4) + 'Z' })),
    caughtBy: [
      'an event has the time of its recording, in UTC and to the microsecond, whether appended or ingested',
    ],
  },
  {
    what: 'a store with a zone of its own',
    mutate: reading((event) => ({ ...event, recordedAt: event.recordedAt.replace('Z', '+00:00') })),
    caughtBy: [
      'an event has the time of its recording, in UTC and to the microsecond, whether appended or ingested',
    ],
  },
  {
    what: 'a store that returns the time of the read',
    mutate: reading((event) => ({ ...event, recordedAt: timeOfReading() })),
    caughtBy: [
      'the time of recording is the same however an event is read, and in every process',
      'a repeated event is a duplicate at any later time, and keeps the time of its first recording',
    ],
  },
  {
    what: 'a store that returns the time of the event',
    mutate: reading((event) => ({ ...event, recordedAt: event.time.replace('Z', '.000000Z') })),
    caughtBy: ['an event keeps its own time, and a data field that is named recordedAt'],
  },
  {
    what: 'a store that rejects events that it has returned',
    mutate: changingEvents((events) => ({
      async append(appends) {
        if (appends.some((append) => append.events.some((event) => 'recordedAt' in event))) {
          throw new ValidationError('recordedAt is not known here');
        }
        return events.append(appends);
      },
    })),
    caughtBy: [
      'an event that was read is a duplicate if it is written back with all the fields that it was read with',
    ],
  },
  {
    what: 'a store that keeps only known fields',
    mutate: changingIncoming((event) => ({ ...event, data: known(event.data) })),
    caughtBy: [
      'unknown fields are kept, however deep, beside a projection that ignores them',
      'an event that differs in an unknown field is a conflict',
    ],
  },
  {
    what: 'a store that keeps only the top level of fields',
    mutate: changingIncoming((event) => ({ ...event, data: shallow(event.data) })),
    caughtBy: ['unknown fields are kept, however deep, beside a projection that ignores them'],
  },
  {
    what: 'a store that has one version of each schema',
    mutate: changingIncoming((event) => ({ ...event, schemaVersion: 1 })),
    caughtBy: ['one stream holds events of any schema version, each unchanged'],
  },
];

const sound = (): EventStoreHarness => storeHarness((instance) => instance);

itRejects(eventStoreSuite, storeHarness, mutants);
itAccepts(eventStoreSuite, sound, mutants);

function reading(change: (event: StoredEvent) => StoredEvent): StoreMutation {
  return changingEvents((events) => ({
    async readStream(streamId, range) {
      const slice = await events.readStream(streamId, range);
      return { ...slice, events: slice.events.map(change) };
    },
  }));
}

function timeOfReading(): string {
  reads += 1;
  return `2026-02-03T14:30:00.${String(reads).padStart(6, '0')}Z`;
}

function known(data: EventData): EventData {
  return Object.fromEntries(Object.entries(data).filter(([field]) => knownFields.includes(field)));
}

function shallow(data: EventData): EventData {
  return Object.fromEntries(
    Object.entries(data).map(([field, value]) => [
      field,
      typeof value === 'object' && value !== null ? Object.keys(value) : value,
    ]),
  );
}
