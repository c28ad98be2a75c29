import assert from 'node:assert/strict';
import { isPortError } from '@foldmart/core';
import { LogFollower } from '../event-store/log-follower.js';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import {
  acquired,
  bookStream,
  catalogue,
  catalogueActivity,
  catalogueActivityModel,
  catalogueBooksModel,
  lent,
  shelfmarks,
  shelfmarksModel,
} from '../sample-domain/index.js';
import { rejectionOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';

export const openingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'on an empty log, every projection is recorded at its own version, however high',
    async run(harness) {
      const instance = await harness.open([catalogue(7), catalogueActivity(9)]);
      assert.deepEqual(await versionsIn(instance), { catalogue: 7, catalogue_activity: 9 });
      await append(instance, 'a');
      assert.equal((await rowOf(instance, 'a'))?.['edition'], 7);
    },
  },
  {
    name: 'an inline projection without events in the log is recorded at its own version',
    async run(harness) {
      const old = await harness.open([]);
      const wanted = { ...acquired('a'), type: 'book_wanted' };
      await old.events.append([{ streamId: 'wishes', expectedVersion: 0, events: [wanted] }]);
      const instance = await harness.open([catalogue(2)]);
      assert.deepEqual(await versionsIn(instance), { catalogue: 2 });
      await append(instance, 'b');
      assert.equal((await rowOf(instance, 'b'))?.['edition'], 2);
    },
  },
  {
    name: 'an inline projection that is newer than its events is not built: version 0, and no rows',
    async run(harness) {
      await append(await harness.open([catalogue(1)]), 'a');
      const instance = await harness.open([catalogue(1), shelfmarks(1)]);
      assert.deepEqual(await versionsIn(instance), { catalogue: 1, shelfmarks: 0 });
      assert.equal(await instance.readModels.count(shelfmarksModel), 0);
    },
  },
  {
    name: 'an asynchronous projection that is newer than its events follows the log from the start',
    async run(harness) {
      await append(await harness.open([catalogue(1)]), 'a');
      const activity = catalogueActivity(3);
      const instance = await harness.open([catalogue(1), activity]);
      assert.deepEqual(await versionsIn(instance), { catalogue: 1, catalogue_activity: 3 });
      assert.equal(await instance.projections.checkpoint(activity), undefined);
      assert.equal(await advanceOnce(harness, instance, 3), true);
    },
  },
  {
    name: 'an asynchronous projection that returns after it was retired must be rebuilt, and counts nothing twice',
    async run(harness) {
      const activity = catalogueActivity(1);
      const instance = await harness.open([activity]);
      await lend(instance, 1);
      assert.equal(await advanceOnce(harness, instance, 1), true);
      assert.equal(await instance.projections.retire(activity.name), true);
      const back = await harness.open([activity]);
      assert.deepEqual(await versionsIn(back), { catalogue_activity: 0 });
      assert.equal(await advanceOnce(harness, back, 1), false);
      assert.equal(await loansOf(back), 1);
    },
  },
  {
    name: 'rows of an older inline version stay unchanged and readable',
    async run(harness) {
      const old = await harness.open([catalogue(1)]);
      await append(old, 'a');
      const instance = await harness.open([catalogue(2)]);
      assert.deepEqual(await versionsIn(instance), { catalogue: 1 });
      assert.deepEqual(await rowOf(instance, 'a'), await rowOf(old, 'a'));
      assert.equal((await rowOf(instance, 'a'))?.['edition'], 1);
      await append(old, 'b');
      assert.equal((await rowOf(instance, 'b'))?.['edition'], 1);
    },
  },
  {
    name: 'a step of another version than that of the rows changes nothing, and the older program continues',
    async run(harness) {
      const old = await harness.open([catalogueActivity(1)]);
      await lend(old, 1);
      assert.equal(await advanceOnce(harness, old, 1), true);
      const instance = await harness.open([catalogueActivity(2)]);
      assert.deepEqual(await versionsIn(instance), { catalogue_activity: 1 });
      assert.equal(await instance.projections.checkpoint(catalogueActivity(2)), undefined);
      assert.equal(await advanceOnce(harness, instance, 2), false);
      assert.equal(await loansOf(instance), 1);
      await lend(instance, 2);
      assert.equal(await advanceOnce(harness, old, 1), true);
      assert.equal(await loansOf(instance), 2);
    },
  },
  {
    name: 'a program that is older than the rows cannot open the store',
    async run(harness) {
      await append(await harness.open([catalogue(2)]), 'a');
      const error = await rejectionOf(harness.open([catalogue(1)]), 'opening');
      assert.ok(isPortError(error) && !error.isRetryable, String(error));
      const instance = await harness.open([catalogue(2)]);
      assert.deepEqual(await versionsIn(instance), { catalogue: 2 });
    },
  },
  {
    name: 'opening again, or many times concurrently, changes nothing',
    async run(harness) {
      const given = [catalogue(1), catalogueActivity(1)];
      const instances = await Promise.all(Array.from({ length: 4 }, () => harness.open(given)));
      const [first] = instances;
      assert.ok(first);
      await append(first, 'a');
      const before = await first.projections.states();
      const late = await Promise.all(Array.from({ length: 4 }, () => harness.open(given)));
      assert.deepEqual(await late[0]?.projections.states(), before);
      for (const [nth, instance] of [...instances, ...late].entries()) {
        await append(instance, `book-${nth}`);
      }
      assert.equal(await first.readModels.count(catalogueBooksModel), 9);
    },
  },
];

async function versionsIn({ projections }: StoreInstance): Promise<Record<string, number>> {
  const states = await projections.states();
  return Object.fromEntries(states.map(({ name, version }) => [name, version]));
}

async function append({ events }: StoreInstance, book: string): Promise<void> {
  await events.append([
    { streamId: bookStream(book), expectedVersion: 0, events: [acquired(book)] },
  ]);
}

async function lend({ events }: StoreInstance, nth: number): Promise<void> {
  const append = { streamId: 'loans', expectedVersion: nth - 1, events: [lent('a', nth)] };
  await events.append([append]);
}

function rowOf(
  { readModels }: StoreInstance,
  book: string,
): ReturnType<StoreInstance['readModels']['get']> {
  return readModels.get(catalogueBooksModel, { book });
}

async function loansOf({ readModels }: StoreInstance): Promise<unknown> {
  return (await readModels.get(catalogueActivityModel, { book: 'a' }))?.['loans'];
}

/** One step of the activity projection in this version, over the next event. */
async function advanceOnce(
  harness: EventStoreHarness,
  { events, projections }: StoreInstance,
  version: number,
): Promise<boolean> {
  const projection = catalogueActivity(version);
  const from = await projections.checkpoint(projection);
  const [last] = await new LogFollower(events, 100, from).readUntil(harness.clock, 1);
  assert.ok(last);
  const writes = projection.project(last);
  return projections.advance({ projection, from, to: last.position, writes });
}
