import assert from 'node:assert/strict';
import type { EventStore, StreamSummary } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream, lent, lentTimes } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { following, opening } from './ingest-items.js';

/** In the order of their UTF-8 bytes, which is not that of their UTF-16 units, nor of any language. */
const names = [
  ' ',
  '%',
  '%a',
  '10',
  '9',
  'A',
  'Z',
  '\\',
  '\\%',
  '\\a',
  '_',
  '_a',
  'a',
  'a b',
  'a%',
  'a%b',
  'a-1',
  'a-2',
  'a\\',
  'a\\_',
  'a_',
  'a_b',
  'aa',
  'z',
  'é',
  '가',
  '가나',
  '\uffee',
  '👍',
  '👍👍',
];

export const listStreamsCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'an empty log has no streams',
    async run(harness) {
      const { events } = await harness.open([]);
      assert.deepEqual(await events.listStreams({ limit: 10 }), []);
      assert.deepEqual(await events.listStreams({ prefix: 'a', after: 'b', limit: 10 }), []);
    },
  },
  {
    name: 'streams are listed in the byte order of their ids, in pages of any size',
    async run(harness) {
      const { events } = await harness.open([]);
      await fill(events);
      for (const limit of [1, 4, names.length, 1_000]) {
        assert.deepEqual(await pages(events, limit), names, `pages of ${limit}`);
      }
    },
  },
  {
    name: 'a prefix is matched literally, whatever it contains',
    async run(harness) {
      const { events } = await harness.open([]);
      await fill(events);
      for (const prefix of [
        '',
        'a',
        'a%',
        'a_',
        'a\\',
        '%',
        '_',
        '\\',
        '가',
        '👍',
        'A',
        'q',
        "'",
      ]) {
        const expected = names.filter((name) => name.startsWith(prefix));
        assert.deepEqual(await pages(events, 2, prefix), expected, JSON.stringify(prefix));
      }
    },
  },
  {
    name: 'a list continues after any id, even one that does not exist',
    async run(harness) {
      const { events } = await harness.open([]);
      await fill(events);
      for (const [after, next] of [
        ['a', 'a b'],
        ['a-1', 'a-2'],
        ['a-15', 'a-2'],
        ['z~', 'é'],
        ['', ' '],
      ]) {
        const [found] = await events.listStreams({
          ...(after !== undefined && { after }),
          limit: 1,
        });
        assert.equal(found?.streamId, next, `after ${after}`);
      }
      assert.deepEqual(await events.listStreams({ after: '👍👍', limit: 5 }), []);
      assert.deepEqual(idsIn(await events.listStreams({ prefix: 'a', after: 'a_', limit: 5 })), [
        'a_b',
        'aa',
      ]);
    },
  },
  {
    name: 'a list has the version of each stream, and when its last event was recorded',
    async run(harness) {
      const { events } = await harness.open([]);
      const [a, b] = [bookStream('a'), bookStream('b')];
      await events.append([{ streamId: a, expectedVersion: 0, events: lentTimes('a', 1, 3) }]);
      await harness.clock.sleep(5);
      await events.ingest({ items: [opening('b'), following('a', lent('a', 4))] });
      await harness.clock.sleep(5);
      await events.append([{ streamId: a, expectedVersion: 4, events: [lent('a', 5)] }]);
      const list = await events.listStreams({ limit: 10 });
      const expected = [];
      for (const streamId of [a, b]) {
        const { version, events: all } = await events.readStream(streamId);
        expected.push({ streamId, version, recordedAt: all.at(-1)?.recordedAt });
      }
      assert.deepEqual(list, expected);
      assert.deepEqual(
        list.map(({ version }) => version),
        [5, 1],
      );
    },
  },
  {
    name: 'a list shows committed events, whether followers may read them yet or not',
    async run(harness) {
      const { events } = await harness.open([]);
      const held = await hold(harness, 'slow');
      const given = await hold(harness, 'given up');
      await events.ingest({ items: [opening('fast')] });
      await events.append([{ streamId: bookStream('none'), expectedVersion: 'any', events: [] }]);
      assert.deepEqual(await pages(events, 10), [bookStream('fast')]);
      await held.commit();
      await given.rollback();
      assert.deepEqual(await pages(events, 10), [bookStream('fast'), bookStream('slow')]);
    },
  },
];

function hold(
  harness: EventStoreHarness,
  book: string,
): ReturnType<EventStoreHarness['holdAppend']> {
  const append = { streamId: bookStream(book), expectedVersion: 0, events: [acquired(book)] };
  return harness.holdAppend(append);
}

async function fill(events: EventStore): Promise<void> {
  await events.append(
    [...names].reverse().map((name) => ({
      streamId: name,
      expectedVersion: 0,
      events: [acquired(name)],
    })),
  );
}

/** The ids of all streams, read page by page. */
async function pages(
  events: EventStore,
  limit: number,
  prefix?: string,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (;;) {
    const after = ids.at(-1);
    const page = await events.listStreams({
      limit,
      ...(prefix === undefined ? {} : { prefix }),
      ...(after === undefined ? {} : { after }),
    });
    if (page.length === 0) return ids;
    assert.ok(page.length <= limit, `a page of ${page.length}`);
    ids.push(...idsIn(page));
  }
}

function idsIn(streams: readonly StreamSummary[]): string[] {
  return streams.map(({ streamId }) => streamId);
}
