import assert from 'node:assert/strict';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import { assertUtc } from '../instants.js';
import {
  acquired,
  bookStream,
  catalogue,
  catalogueActivity,
  shelfmarks,
  shelfmarksModel,
} from '../sample-domain/index.js';
import { portErrorOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { LogPositions } from './writing.js';

const fenced = { reason: 'unavailable', code: 'projection-version' } as const;

export const stateCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'every projection of an opened store is listed by name, with version and mode',
    async run(harness) {
      const given = [shelfmarks(4), catalogueActivity(2), catalogue(3)];
      const { projections } = await harness.open(given);
      const states = await projections.states();
      assert.deepEqual(
        states.map(({ name, version, mode }) => ({ name, version, mode })),
        [
          { name: 'catalogue', version: 3, mode: 'inline' },
          { name: 'catalogue_activity', version: 2, mode: 'async' },
          { name: 'shelfmarks', version: 4, mode: 'inline' },
        ],
      );
      for (const { position, parked, movedAt } of states) {
        assert.deepEqual([position, parked], [undefined, undefined]);
        assertUtc(movedAt);
      }
    },
  },
  {
    name: 'a store without projections has no states',
    async run(harness) {
      const { projections } = await harness.open([]);
      assert.deepEqual(await projections.states(), []);
    },
  },
  {
    name: 'states show the checkpoints of asynchronous projections, to every process',
    async run(harness) {
      const activity = catalogueActivity(1);
      const { events, projections } = await harness.open([activity]);
      const to = await new LogPositions(harness, events).next();
      await projections.advance({ projection: activity, from: undefined, to, writes: [] });
      const other = await harness.open([]);
      const [state] = await other.projections.states();
      assert.equal(state?.name, activity.name);
      assert.equal(state.position, to);
      assertUtc(state.movedAt);
    },
  },
  {
    name: 'a retired projection is no longer listed, appends do not need it, and its rows stay',
    async run(harness) {
      const before = await harness.open([catalogue(1), shelfmarks(1)]);
      await append(before, 'a');
      const after = await harness.open([catalogue(1)]);
      await portErrorOf(append(after, 'b'), fenced);
      assert.equal(await after.projections.retire('shelfmarks'), true);
      await append(after, 'b');
      assert.deepEqual(await namesOf(after), ['catalogue']);
      assert.equal(await before.readModels.count(shelfmarksModel), 1);
      await portErrorOf(append(before, 'c'), fenced);
    },
  },
  {
    name: 'an unknown projection can’t be retired, and a known one only once',
    async run(harness) {
      const { projections } = await harness.open([catalogue(1), catalogueActivity(1)]);
      assert.equal(await projections.retire('shelfmarks'), false);
      assert.equal(await projections.retire('catalogue_activity'), true);
      assert.equal(await projections.retire('catalogue_activity'), false);
      const states = await projections.states();
      assert.ok(states.some(({ name }) => name === 'catalogue'));
    },
  },
];

async function namesOf({ projections }: StoreInstance): Promise<readonly string[]> {
  return (await projections.states()).map(({ name }) => name);
}

async function append({ events }: StoreInstance, book: string): Promise<void> {
  await events.append([
    { streamId: bookStream(book), expectedVersion: 0, events: [acquired(book)] },
  ]);
}
