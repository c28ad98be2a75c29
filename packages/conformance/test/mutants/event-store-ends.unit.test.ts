import { eventStoreSuite, type EventStoreHarness } from '@foldmart/conformance';
import type { EventStore, StreamListRange, StreamSummary } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingEvents } from './store-mutants.js';

const byteOrder = 'streams are listed in the byte order of their ids, in pages of any size';

const hiddenBacklog =
  'the backlog counts committed events that readers cannot see yet, but none of an open transaction';
const backlogAfter =
  'the backlog of a follower has the number of events after its position, and the time of the oldest';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store whose end is the end of what is committed',
    mutate: changingEvents((own, { audit }) => ({
      readEnd: (limit) =>
        audit.audit(async (view) => {
          const { events, next } = await view.readAll({ limit: 10_000 });
          const seen = limit === 0 ? [] : events.slice(-limit);
          return { events: seen, next: next ?? (await own.readEnd(0)).next };
        }),
    })),
    caughtBy: [
      'the end of the log is before a held append, so that a reader that continues misses nothing',
    ],
  },
  {
    what: 'a store that shows the end newest first',
    mutate: changingEvents((events) => ({
      async readEnd(limit) {
        const end = await events.readEnd(limit);
        return { ...end, events: [...end.events].reverse() };
      },
    })),
    caughtBy: [
      'the end of the log holds its newest events, in the order of the log',
      'readers that start at the end while others write see every event exactly once',
    ],
  },
  {
    what: 'a store whose end is the start of the log if the limit is 0',
    mutate: changingEvents((events) => ({
      async readEnd(limit) {
        const end = await events.readEnd(limit);
        const [first] = (await events.readAll({ limit: 1 })).events;
        return limit === 0 ? { events: [], next: first?.position ?? end.next } : end;
      },
    })),
    caughtBy: ['an end of no events has the position of the end of the log'],
  },
  {
    what: 'a store whose empty log has no end position',
    mutate: changingEvents((events) => ({
      async readEnd(limit) {
        const end = await events.readEnd(limit);
        return (await events.count()) > 0 ? end : { ...end, next: undefined as unknown as string };
      },
    })),
    caughtBy: ['the end of an empty log has no events, and is before the first event'],
  },
  {
    what: 'a store that continues with the last event of the end',
    mutate: changingEvents((events) => ({
      async readEnd(limit) {
        const { events: end, next } = await events.readEnd(limit);
        return { events: end, next: end.at(-2)?.position ?? next };
      },
    })),
    caughtBy: [
      'a reader that continues from the end sees the events that follow, and no event of the end again',
      'the end of the log holds its newest events, in the order of the log',
    ],
  },
  {
    what: 'a store that counts events that readers may not see yet',
    mutate: changingEvents((_events, { audit }) => ({
      count: () => audit.audit((view) => view.count()),
    })),
    caughtBy: [
      'the log counts the events that readers may see, not those that they still wait for',
      'the log counts its events, in total and after any position',
    ],
  },
  {
    what: 'a store that counts the event at the given position',
    mutate: changingEvents((events) => ({
      count: async (after) => (await events.count(after)) + (after === undefined ? 0 : 1),
    })),
    caughtBy: ['the log counts its events, in total and after any position'],
  },
  {
    what: 'a store whose backlog is what readers may see',
    mutate: changingEvents((events) => ({
      backlog: async (after) => ({
        ...(await events.backlog(after)),
        events: await events.count(after),
      }),
    })),
    caughtBy: [hiddenBacklog],
  },
  {
    what: 'a store whose backlog hides nothing',
    mutate: changingEvents((events) => ({
      backlog: async (after) => ({ ...(await events.backlog(after)), hidden: 0 }),
    })),
    caughtBy: [hiddenBacklog],
  },
  {
    what: 'a store whose backlog has no time',
    mutate: changingEvents((events) => ({
      backlog: async (after) => ({ ...(await events.backlog(after)), since: undefined }),
    })),
    caughtBy: [backlogAfter],
  },
  {
    what: 'a store whose backlog is the whole log',
    mutate: changingEvents((events) => ({ backlog: () => events.backlog() })),
    caughtBy: [backlogAfter],
  },
  {
    what: 'a store whose empty backlog has an event',
    mutate: changingEvents((events) => ({
      async backlog(after) {
        const found = await events.backlog(after);
        return { ...found, events: Math.max(1, found.events) };
      },
    })),
    caughtBy: ['an empty log has no backlog'],
  },
  {
    what: 'a store that treats a prefix as a pattern',
    mutate: listing((streams, { prefix = '' }) =>
      streams.filter(({ streamId }) => likePattern(prefix).test(streamId)),
    ),
    caughtBy: ['a prefix is matched literally, whatever it contains'],
  },
  {
    what: 'a store that ignores the case of a prefix',
    mutate: listing((streams, { prefix = '' }) =>
      streams.filter(({ streamId }) => streamId.toLowerCase().startsWith(prefix.toLowerCase())),
    ),
    caughtBy: ['a prefix is matched literally, whatever it contains'],
  },
  {
    what: 'a store that lists streams as a language sorts them',
    mutate: listing((streams, { prefix = '' }) =>
      streams
        .filter(({ streamId }) => streamId.startsWith(prefix))
        .sort((one, other) => one.streamId.localeCompare(other.streamId)),
    ),
    caughtBy: [byteOrder],
  },
  {
    what: 'a store that lists streams by their UTF-16 units',
    mutate: listing((streams, { prefix = '' }) =>
      streams
        .filter(({ streamId }) => streamId.startsWith(prefix))
        .sort((one, other) => (one.streamId < other.streamId ? -1 : 1)),
    ),
    caughtBy: [byteOrder],
  },
  {
    what: 'a store that lists the time of the first event of a stream',
    mutate: changingEvents((events) => ({
      async listStreams(range) {
        const streams = await events.listStreams(range);
        return Promise.all(streams.map((stream) => sinceItsFirst(events, stream)));
      },
    })),
    caughtBy: ['a list has the version of each stream, and when its last event was recorded'],
  },
  {
    what: 'a store that lists only what followers may read',
    mutate: changingEvents((events) => ({
      async listStreams(range) {
        const { events: readable } = await events.readAll({ limit: 10_000 });
        const ids = new Set(readable.map(({ streamId }) => streamId));
        return (await events.listStreams(range)).filter(({ streamId }) => ids.has(streamId));
      },
    })),
    caughtBy: ['a list shows committed events, whether followers may read them yet or not'],
  },
];

const sound = (): EventStoreHarness => storeHarness((instance) => instance);

itRejects(eventStoreSuite, storeHarness, mutants);
itAccepts(eventStoreSuite, sound, mutants);

/** Lists all streams again, and lets `choose` select and order them. */
function listing(
  choose: (streams: StreamSummary[], range: StreamListRange) => readonly StreamSummary[],
): StoreMutation {
  return changingEvents((events) => ({
    async listStreams(range) {
      const chosen = choose([...(await events.listStreams({ limit: 10_000 }))], range);
      const start = chosen.findIndex(({ streamId }) => streamId === range.after) + 1;
      return chosen.slice(start, start + range.limit);
    },
  }));
}

/** The meaning of `LIKE 'prefix%'` if the prefix is not escaped. */
function likePattern(prefix: string): RegExp {
  const pattern = prefix.replaceAll('\\', '').replaceAll('%', '.*').replaceAll('_', '.');
  return new RegExp(`^${pattern}`, 'u');
}

async function sinceItsFirst(events: EventStore, stream: StreamSummary): Promise<StreamSummary> {
  const [first] = (await events.readStream(stream.streamId, { limit: 1 })).events;
  return { ...stream, recordedAt: first?.recordedAt ?? stream.recordedAt };
}
