import assert from 'node:assert/strict';
import type { StreamSnapshot } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';

export const keepingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a stream has no snapshot until one is saved, whether the stream exists or not',
    async run(harness) {
      const { events, snapshots } = await harness.open([]);
      const streamId = bookStream('a');
      await events.append([{ streamId, expectedVersion: 0, events: [acquired('a')] }]);
      assert.equal(await snapshots.load(streamId, 'book'), undefined);
      assert.equal(await snapshots.load('none', 'book'), undefined);
    },
  },
  {
    name: 'any process can load a saved snapshot, even after the process that saved it has closed',
    async run(harness) {
      const [one, other] = [await harness.open([]), await harness.open([])];
      const snapshot = at(3);
      await one.snapshots.save(snapshot);
      assert.deepEqual(await one.snapshots.load('a', 'book'), snapshot);
      await one.close();
      assert.deepEqual(await other.snapshots.load('a', 'book'), snapshot);
    },
  },
  {
    name: 'a snapshot replaces the previous one, whatever their versions',
    async run(harness) {
      const [one, other] = [await harness.open([]), await harness.open([])];
      const later = [at(9), at(2), at(2, { schemaVersion: 5 }), at(2, { state: [] }), at(4)];
      for (const [nth, snapshot] of later.entries()) {
        await (nth % 2 === 0 ? one : other).snapshots.save(snapshot);
        assert.deepEqual(await one.snapshots.load('a', 'book'), snapshot);
      }
    },
  },
  {
    name: 'snapshots of different streams and names are independent, however similar the names',
    async run(harness) {
      const { snapshots } = await harness.open([]);
      const streams = ['a', 'A', 'a ', 'a-1', 'a/book', '', '가'];
      const names = ['book', 'book ', 'Book', 'boo', '', 'book/', '책'];
      const all = streams.flatMap((streamId) => names.map((name) => at(1, { streamId, name })));
      const given = all.map((snapshot, nth) => ({ ...snapshot, streamVersion: nth }));
      for (const snapshot of given) await snapshots.save(snapshot);
      for (const snapshot of given) {
        assert.deepEqual(await snapshots.load(snapshot.streamId, snapshot.name), snapshot);
      }
      assert.equal(await snapshots.load('book', 'a'), undefined);
    },
  },
  {
    name: 'discarding deletes and counts the snapshots of a name, and those of others stay',
    async run(harness) {
      const { snapshots } = await harness.open([]);
      for (const streamId of ['a', 'b', 'c']) await snapshots.save(at(1, { streamId }));
      await snapshots.save(at(1, { name: 'book 2' }));
      assert.equal(await snapshots.discard('boo'), 0);
      assert.equal(await snapshots.discard('book'), 3);
      assert.equal(await snapshots.discard('book'), 0);
      assert.equal(await snapshots.load('b', 'book'), undefined);
      assert.deepEqual(await snapshots.load('a', 'book 2'), at(1, { name: 'book 2' }));
      await snapshots.save(at(5));
      assert.deepEqual(await snapshots.load('a', 'book'), at(5));
    },
  },
  {
    name: 'of snapshots that are saved concurrently, one stays, complete',
    async run(harness) {
      const instances = await Promise.all(Array.from({ length: 3 }, () => harness.open([])));
      const rivals = Array.from({ length: 12 }, (_, nth) =>
        at(nth, { schemaVersion: nth + 1, state: { nth, filling: `${nth},`.repeat(1_000) } }),
      );
      await Promise.all(
        rivals.map(async (rival, nth) => instances[nth % 3]?.snapshots.save(rival)),
      );
      const kept = await instances[0]?.snapshots.load('a', 'book');
      assert.deepEqual(kept, rivals[kept?.streamVersion ?? -1]);
    },
  },
  {
    name: 'saving a snapshot does not change the log',
    async run(harness) {
      const { events, snapshots } = await harness.open([]);
      await snapshots.save(at(1, { streamId: bookStream('a') }));
      assert.equal((await events.readStream(bookStream('a'))).version, 0);
      assert.deepEqual(await events.listStreams({ limit: 10 }), []);
      await events.append([
        { streamId: bookStream('a'), expectedVersion: 'no-stream', events: [acquired('a')] },
      ]);
    },
  },
];

function at(streamVersion: number, change: Partial<StreamSnapshot> = {}): StreamSnapshot {
  const state = { title: 'On a', lent: streamVersion };
  return { streamId: 'a', name: 'book', streamVersion, schemaVersion: 1, state, ...change };
}
