import { eventStoreSuite, type EventStoreHarness } from '@foldmart/conformance';
import type { EventStore, LogRange, LogSlice, StoredEvent } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingEvents } from './store-mutants.js';

/** Broken ways to read the log. They change the whole harness, because positions are taken before the commit. */
type HarnessMutation = () => EventStoreHarness;

const mutants: readonly Mutant<HarnessMutation>[] = [
  {
    what: 'a store that reads by position alone',
    mutate: readingByPositionAlone,
    caughtBy: [
      'a follower misses nothing if an append commits after one that started later',
      'a follower misses nothing if appends commit in the opposite order, between its reads',
      'two followers see the same log, even if one read while an append was held',
    ],
  },
  {
    what: 'a store whose readers see what is not committed',
    mutate: holdingNothing,
    caughtBy: [
      'rows of a held append are invisible until it commits',
      'rows of an append that is rolled back never appear',
      'a follower sees nothing of an append that is rolled back, and stops waiting for it',
      'an event that another append held and rolled back is appended',
      'an id is found as soon as it is committed, even if followers may not read it yet',
      'a held append is reported as the blocker of readers, until it ends',
    ],
  },
  {
    what: 'a store that skips an event at the border of a page',
    mutate: reading(async (events, { after, limit }) => {
      const slice = await events.readAll({ ...(after && { after }), limit: limit + 1 });
      return { events: slice.events.slice(0, limit), next: slice.next };
    }),
    caughtBy: ['pages of any size show the same log'],
  },
  {
    what: 'a store that shows the last event of a page again',
    mutate: reading(async (events, range) => {
      const slice = await events.readAll(range);
      const previous = slice.events.at(-2)?.position;
      return previous === undefined ? slice : { events: slice.events, next: previous };
    }),
    caughtBy: [
      'pages of any size show the same log',
      'the log holds the events of all streams, each event once, in the order of each stream',
    ],
  },
  {
    what: 'a store that finds only what followers may read',
    mutate: () =>
      storeHarness(
        changingEvents((events) => ({
          async findIds(ids) {
            const { events: readable } = await events.readAll({ limit: 10_000 });
            const found = new Set(readable.map(({ id }) => id));
            return new Set(ids.filter((id) => found.has(id)));
          },
        })),
      ),
    caughtBy: ['an id is found as soon as it is committed, even if followers may not read it yet'],
  },
  {
    what: 'a store that finds every id it is asked for',
    mutate: () => storeHarness(changingEvents(() => ({ findIds: async (ids) => new Set(ids) }))),
    caughtBy: [
      'the log finds the ids that it holds, of any stream, whether appended or ingested',
      'the log finds thousands of ids in one call',
    ],
  },
  {
    what: 'a store that finds only the events that followers may read',
    mutate: () =>
      storeHarness(
        changingEvents((events) => ({
          async findEvents(ids) {
            const { events: readable } = await events.readAll({ limit: 10_000 });
            return readable.filter(({ id }) => ids.includes(id));
          },
        })),
      ),
    caughtBy: [
      'an event is found by its id as soon as it is committed, even if followers may not read it yet',
    ],
  },
  {
    what: 'a store that finds an event as often as it is asked for',
    mutate: () =>
      storeHarness(
        changingEvents((events) => ({
          async findEvents(ids) {
            const found = await events.findEvents(ids);
            return ids.flatMap((wanted) => found.filter(({ id }) => id === wanted));
          },
        })),
      ),
    caughtBy: ['events are found by their ids as the log has them, of any stream, each once'],
  },
  {
    what: 'a store that shows streams out of order',
    mutate: reading(async (events, range) => {
      const slice = await events.readAll(range);
      const swapped = [...slice.events].sort((one, other) => (one.id < other.id ? 1 : -1));
      return { events: swapped, next: slice.next };
    }),
    caughtBy: [
      'the log holds the events of all streams, each event once, in the order of each stream',
    ],
  },
  {
    what: 'a store that forgets the position of a reader at the end',
    mutate: reading(async (events, range) => {
      const slice = await events.readAll(range);
      return slice.events.length === 0 ? { events: [], next: undefined } : slice;
    }),
    caughtBy: [
      'a reader at the end keeps its position, and sees the events that follow',
      'a follower beside eight writers sees every event once, and each stream in order',
    ],
  },
];

itRejects(eventStoreSuite, (mutate) => mutate(), mutants);
itAccepts(eventStoreSuite, () => storeHarness((instance) => instance), mutants);

function reading(
  readAll: (events: EventStore, range: LogRange) => Promise<LogSlice>,
): HarnessMutation {
  const mutation: StoreMutation = changingEvents((events) => ({
    readAll: (range) => readAll(events, range),
  }));
  return () => storeHarness(mutation);
}

/**
 * Positions are numbers that appends take as they begin, as from a sequence, and a reader asks for those above
 * the last it has seen.
 */
function readingByPositionAlone(): EventStoreHarness {
  const positions = new Map<string, number>();
  const takePosition = ({ id }: { readonly id: string }): void => {
    if (!positions.has(id)) positions.set(id, positions.size + 1);
  };
  const mutation = changingEvents((events) => ({
    async append(appends) {
      appends.flatMap((append) => append.events).forEach(takePosition);
      return events.append(appends);
    },
    async readAll({ after = '0', limit }) {
      const committed: StoredEvent[] = [];
      for (const event of await wholeLog(events)) {
        const position = positions.get(event.id) ?? 0;
        if (position > Number(after)) committed.push({ ...event, position: String(position) });
      }
      committed.sort((one, other) => Number(one.position) - Number(other.position));
      const page = committed.slice(0, limit);
      return { events: page, next: page.at(-1)?.position ?? (after === '0' ? undefined : after) };
    },
  }));
  const harness = storeHarness(mutation);
  return {
    ...harness,
    holdAppend(append) {
      append.events.forEach(takePosition);
      return harness.holdAppend(append);
    },
  };
}

/** All committed events, even during a held append: streams show events that the log still holds back. */
async function wholeLog(events: EventStore): Promise<readonly StoredEvent[]> {
  const slices = await Promise.all(
    ['slow', 'fast', 'faster', 'first', 'second', 'third', 'fourth'].map((book) =>
      events.readStream(`book-${book}`),
    ),
  );
  return slices.flatMap((slice) => slice.events);
}

/** Held appends commit at once. */
function holdingNothing(): EventStoreHarness {
  const harness = storeHarness((instance) => instance);
  return {
    ...harness,
    async holdAppend(append) {
      const held = await harness.holdAppend(append);
      await held.commit();
      return held;
    },
  };
}
