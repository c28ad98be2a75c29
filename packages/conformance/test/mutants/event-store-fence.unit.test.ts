import { eventStoreSuite, rebuildStoreSuite, type EventStoreHarness } from '@foldmart/conformance';
import { isPortError, PortError, type EventStore, type Projection } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingEvents } from './store-mutants.js';

const newer = 'a process whose projection is newer than its rows cannot append, and may retry';
const lacking = 'a process that lacks a projection of the database cannot append, and may retry';

/** A fence belongs to the whole database, so each harness gets a new mutation. */
type FreshMutation = () => StoreMutation;

const mutants: readonly Mutant<FreshMutation>[] = [
  {
    what: 'a store that lets every process append',
    mutate: () => withoutFence(['append', 'ingest']),
    caughtBy: [
      newer,
      lacking,
      'a process with a projection that was never built from the log cannot append, and other processes can',
    ],
  },
  {
    what: 'a store that lets every process ingest',
    mutate: () => withoutFence(['ingest']),
    caughtBy: [newer, lacking],
  },
  {
    what: 'a store that rejects for good an append that may succeed later',
    mutate: () =>
      changingEvents((events) => ({
        append: (appends) => events.append(appends).catch(refusedForGood),
      })),
    caughtBy: [newer],
  },
  {
    what: 'a store that parks the messages of a batch that it rejected',
    mutate: () =>
      changingEvents((events, { deadLetters }) => ({
        async ingest(batch) {
          await deadLetters.park(batch.deadLetters ?? []);
          return events.ingest(batch);
        },
      })),
    caughtBy: [newer],
  },
  {
    what: 'a store that fences on the order of the projections',
    mutate: () => minding((projections) => projections.map(({ name }) => name).join()),
    caughtBy: [
      'processes with the same inline projections append concurrently, in whatever order they list them',
    ],
  },
  {
    what: 'a store that fences on asynchronous projections',
    mutate: () =>
      minding((projections) =>
        projections
          .map(({ name, version }) => `${name}@${version}`)
          .sort()
          .join(),
      ),
    caughtBy: ['asynchronous projections, of any version or absent, block no append'],
  },
];

const writers: readonly Mutant<FreshMutation>[] = [
  {
    what: 'a store that lets every process append',
    mutate: () => withoutFence(['append', 'ingest']),
    caughtBy: ['before the swap, only the old program can append; after it, only the new one'],
  },
];

const sound = (): EventStoreHarness => storeHarness((instance) => instance);
const broken = (mutate: FreshMutation): EventStoreHarness => storeHarness(mutate());

itRejects(eventStoreSuite, broken, mutants);
itAccepts(eventStoreSuite, sound, mutants);
itRejects(rebuildStoreSuite, broken, writers);
itAccepts(rebuildStoreSuite, sound, writers);

/** The first process performs the calls that this process may not make. */
function withoutFence(methods: readonly ('append' | 'ingest')[]): StoreMutation {
  let first: EventStore | undefined;
  return changingEvents((events) => {
    const writer = (first ??= events);
    const open: Partial<EventStore> = {};
    if (methods.includes('append')) {
      open.append = (appends) =>
        events.append(appends).catch(ifFenced(() => writer.append(appends)));
    }
    if (methods.includes('ingest')) {
      open.ingest = (batch) => events.ingest(batch).catch(ifFenced(() => writer.ingest(batch)));
    }
    return open;
  });
}

function ifFenced<Result>(otherwise: () => Promise<Result>): (error: unknown) => Promise<Result> {
  return (error) => {
    if (isPortError(error) && error.code === 'projection-version') return otherwise();
    throw error;
  };
}

function refusedForGood(error: unknown): never {
  if (!isPortError(error)) throw error;
  const { port, operation, message } = error;
  throw new PortError({ port, operation, message, reason: 'rejected', code: 'projection-version' });
}

/** Accepts every process that has the projections of the first one. */
function minding(textOf: (projections: readonly Projection[]) => string): StoreMutation {
  let first: string | undefined;
  return changingEvents((events, _instance, projections) => {
    const own = textOf(projections);
    first ??= own;
    return {
      async append(appends) {
        if (own === first) return events.append(appends);
        throw new PortError({
          port: 'event-store',
          operation: 'append',
          reason: 'unavailable',
          code: 'projection-version',
          message: 'other projections',
        });
      },
    };
  });
}
