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
      'an event tells when it was recorded, in UTC and to the microsecond, on either way in',
    ],
  },
  {
    what: 'a store with a zone of its own',
    mutate: reading((event) => ({ ...event, recordedAt: event.recordedAt.replace('Z', '+00:00') })),
    caughtBy: [
      'an event tells when it was recorded, in UTC and to the microsecond, on either way in',
    ],
  },
  {
    what: 'a store that tells the time of the reading',
    mutate: reading((event) => ({ ...event, recordedAt: timeOfReading() })),
    caughtBy: [
      'an event was recorded at the same time however it is read, and by whichever process',
      'what comes again is a duplicate whenever it comes, and its first recording stands',
    ],
  },
  {
    what: 'a store that tells the time of the event',
    mutate: reading((event) => ({ ...event, recordedAt: event.time.replace('Z', '.000000Z') })),
    caughtBy: [
      'when an event happened is its own business: its time stays, and so does a field of that name',
    ],
  },
  {
    what: 'a store that takes no event that it has given out',
    mutate: changingEvents((events) => ({
      async append(appends) {
        if (appends.some((append) => append.events.some((event) => 'recordedAt' in event))) {
          throw new ValidationError('recordedAt is not known here');
        }
        return events.append(appends);
      },
    })),
    caughtBy: [
      'an event as it was read is a duplicate when it is given back, with all it was read with',
    ],
  },
  {
    what: 'a store that keeps the fields it knows',
    mutate: changingIncoming((event) => ({ ...event, data: known(event.data) })),
    caughtBy: [
      'fields that nobody knows are kept, however deep, beside a projection that ignores them',
      'an event that differs in a field nobody knows is another event',
    ],
  },
  {
    what: 'a store that keeps what is on the surface',
    mutate: changingIncoming((event) => ({ ...event, data: shallow(event.data) })),
    caughtBy: [
      'fields that nobody knows are kept, however deep, beside a projection that ignores them',
    ],
  },
  {
    what: 'a store that has one version of each schema',
    mutate: changingIncoming((event) => ({ ...event, schemaVersion: 1 })),
    caughtBy: ['events of any schema version stand in one stream, each as it came'],
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
