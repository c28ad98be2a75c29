import assert from 'node:assert/strict';
import type { EventStoreHarness } from '../harness.js';
import { retrying } from '../retrying.js';
import {
  loan,
  promotion,
  reader,
  readerKind,
  readersModel,
  title,
  titleKind,
} from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { CachedLibrary } from './cached-library.js';
import { assertSegment } from './segments.js';

export const turnCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'the rows that were cached longest ago come first, in every turn',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      await library.takeIn(...['a', 'b', 'c', 'd'].map((id) => reader(id)));
      for (const turn of [['c'], ['b'], ['a'], ['c']]) {
        await library.repository.markCached(readerKind, turn);
      }
      await assertSegment(library, readerKind, 'longest-cached', ['b', 'a', 'c']);
      await assertSegment(library, readerKind, 'never-cached', ['d']);
    },
  },
  {
    name: 'every turn has one mark for all its rows, later than the previous mark, however soon it follows',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      const ids = ['a', 'b', 'c'];
      await library.takeIn(...ids.map((id) => reader(id)));
      let previous = '';
      for (let turn = 0; turn < 30; turn += 1) {
        await library.repository.markCached(readerKind, ids);
        const rows = await library.instance.readModels.scan(readersModel, { limit: 10 });
        const times = new Set(rows.map((row) => String(row['last_cached_at'])));
        assert.equal(times.size, 1, 'one time for all rows of a turn');
        const [time = ''] = times;
        assert.ok(time > previous, `turn ${turn} at ${time}, the one before at ${previous}`);
        previous = time;
      }
    },
  },
  {
    name: 'concurrent turns of several processes are serialized',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      const processes = [library.instance, await library.another(), await library.another()];
      const turns = Array.from({ length: 12 }, (_, turn) => [`t${turn}-a`, `t${turn}-b`]);
      await library.takeIn(...turns.flat().map((id) => reader(id)));
      await Promise.all(
        turns.map((ids, turn) =>
          retrying(harness.clock, async () =>
            processes[turn % 3]?.repository.markCached(readerKind, ids),
          ),
        ),
      );
      const order = await library.repository.candidates(readerKind, 'longest-cached', 100);
      const turnsInOrder = order.map(({ id }) => id.split('-')[0]);
      assert.equal(order.length, 24);
      for (let nth = 0; nth < 24; nth += 2) {
        assert.equal(turnsInOrder[nth], turnsInOrder[nth + 1], 'rows of a turn stay together');
      }
      const rows = await library.instance.readModels.scan(readersModel, { limit: 100 });
      const times = new Set(rows.map((row) => row['last_cached_at']));
      assert.equal(times.size, 12, 'each turn has its own time');
    },
  },
  {
    name: 'ids that do not exist are ignored, and so is an empty turn',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      await library.takeIn(reader('a'), reader('b'), title('b'));
      await library.repository.markCached(readerKind, []);
      await library.repository.markCached(readerKind, ['missing', 'b', 'b', '__proto__', '']);
      await assertSegment(library, readerKind, 'longest-cached', ['b']);
      await assertSegment(library, readerKind, 'never-cached', ['a']);
      await assertSegment(library, titleKind, 'never-cached', ['b']);
    },
  },
  {
    name: 'events of a row leave its mark unchanged',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      await library.takeIn(reader('a'), reader('b'), title('t'));
      await library.repository.markCached(readerKind, ['a']);
      const before = await library.instance.readModels.get(readersModel, { reader: 'a' });
      await library.takeIn(
        promotion('a', 'GOLD'),
        loan('l', { to: 'a', of: 't', at: '2026-02-03T10:00:00Z' }),
      );
      await library.instance.events.ingest({ items: [reader('a'), reader('a', { age: 99 })] });
      await library.countLoans();
      const after = await library.instance.readModels.get(readersModel, { reader: 'a' });
      assert.notEqual(before?.['last_cached_at'], null);
      assert.equal(after?.['last_cached_at'], before?.['last_cached_at']);
      assert.deepEqual([after?.['rank'], after?.['loans']], ['GOLD', 1]);
    },
  },
  {
    name: 'a thousand rows are marked in one turn',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      const ids = Array.from({ length: 1_000 }, (_, nth) => `t_${nth}`);
      await library.takeIn(...ids.map((id) => title(id)));
      await library.repository.markCached(titleKind, ids.slice(0, 600));
      await assertSegment(library, titleKind, 'longest-cached', ids.slice(0, 600));
      await assertSegment(library, titleKind, 'never-cached', ids.slice(600));
    },
  },
];
