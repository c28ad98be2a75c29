import assert from 'node:assert/strict';
import type { HeldLock } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { waitUntil } from '../waiting.js';
import { acquire } from './acquire.js';

export const holdingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a lock has one holder at a time, across processes and within one',
    async run(harness) {
      const [one, other] = [await harness.open([]), await harness.open([])];
      const name = harness.uniqueName('lock');
      const held = await acquire(one, name);
      assert.equal(held.lost.aborted, false);
      assert.equal(await other.locks.tryAcquire(name), undefined, 'for another process');
      assert.equal(await one.locks.tryAcquire(name), undefined, 'for its own process');
    },
  },
  {
    name: 'any process can acquire a released lock',
    async run(harness) {
      const [one, other] = [await harness.open([]), await harness.open([])];
      const name = harness.uniqueName('lock');
      for (const taker of [one, other, other, one]) {
        const held = await acquire(taker, name);
        await held.release();
      }
    },
  },
  {
    name: 'releasing again is not an error, and does not release the lock of another holder',
    async run(harness) {
      const [one, other] = [await harness.open([]), await harness.open([])];
      const name = harness.uniqueName('lock');
      const first = await acquire(one, name);
      await first.release();
      await acquire(other, name);
      await Promise.all([first.release(), first.release()]);
      assert.equal(await one.locks.tryAcquire(name), undefined);
    },
  },
  {
    name: 'locks of different names are independent, however similar',
    async run(harness) {
      const instance = await harness.open([]);
      const name = harness.uniqueName('lock');
      const names = [name, `${name} `, `${name}-2`, name.toUpperCase(), `${name}’s 잠금`, ''];
      for (const each of names) await acquire(instance, each);
      for (const each of names) {
        assert.equal(await instance.locks.tryAcquire(each), undefined, JSON.stringify(each));
      }
    },
  },
  {
    name: 'of many concurrent attempts to acquire a lock, one succeeds',
    async run(harness) {
      const instances = await Promise.all(Array.from({ length: 3 }, () => harness.open([])));
      const name = harness.uniqueName('lock');
      const answers = await Promise.all(
        Array.from({ length: 18 }, async (_, nth) => instances[nth % 3]?.locks.tryAcquire(name)),
      );
      assert.equal(answers.filter((held) => held !== undefined).length, 1);
    },
  },
  {
    name: 'a lock is free once its holder ends, and the holder is told that it is lost',
    async run(harness) {
      const [one, other] = [await harness.open([]), await harness.open([])];
      const name = harness.uniqueName('lock');
      const held = await acquire(one, name);
      await one.close();
      let next: HeldLock | undefined;
      await waitUntil(harness.clock, 'another process acquires the lock', async () => {
        next = await other.locks.tryAcquire(name);
        return next !== undefined;
      });
      await waitUntil(harness.clock, 'the loss is reported', () => held.lost.aborted);
      await held.release();
      assert.equal(next?.lost.aborted, false);
      const third = await harness.open([]);
      assert.equal(await third.locks.tryAcquire(name), undefined, 'the next holder holds it');
    },
  },
  {
    name: 'a lock does not block the work of its store',
    async run(harness) {
      const instance = await harness.open([]);
      for (let nth = 0; nth < 20; nth += 1) await acquire(instance, harness.uniqueName('lock'));
      assert.equal((await instance.events.readStream('none')).version, 0);
    },
  },
];
