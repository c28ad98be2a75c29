import assert from 'node:assert/strict';
import { LogFollower } from '../event-store/log-follower.js';
import type { EventStoreHarness } from '../harness.js';
import {
  acquired,
  catalogueActivity,
  catalogueBooksModel,
  cataloguePlan,
  lent,
  lentTimes,
  shelfmarks,
  shelfmarksModel,
  shelfmarksPlan,
} from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import {
  appendAll,
  assertEdition,
  catalogueScene,
  earlyEvents,
  versionsIn,
} from './catalogue-scene.js';
import { assertRowsOfLog } from './expected-rows.js';
import { fold, rebuild, Rebuilding } from './rebuilding.js';

const plan = cataloguePlan(2);

export const finishingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a finished rebuild swaps in its rows, raises the versions and is no longer listed',
    async run(harness) {
      const { old, upgraded } = await catalogueScene(harness);
      const rebuilding = new Rebuilding(harness.clock, upgraded, plan);
      await rebuilding.begin();
      await rebuilding.foldAll();
      assert.equal(await rebuilding.finish(), 'done');
      assert.deepEqual(await versionsIn(old), { catalogue: 2, catalogue_activity: 2 });
      assert.deepEqual(await old.rebuilds.list(), []);
      await assertEdition(old, 2);
      assert.equal(
        (await upgraded.readModels.get(catalogueBooksModel, { book: 'a' }))?.['loans'],
        6,
      );
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  },
  {
    name: 'after a rebuild, asynchronous projections continue from its position, and inline ones have no lag',
    async run(harness) {
      const { old, upgraded } = await catalogueScene(harness);
      const rebuilding = new Rebuilding(harness.clock, upgraded, plan);
      await rebuilding.begin();
      await rebuilding.foldAll();
      await appendAll(old, [lent('a', 4), acquired('d')]);
      assert.equal(await rebuilding.finish(), 'done');
      const activity = catalogueActivity(2);
      assert.equal(await upgraded.projections.checkpoint(activity), rebuilding.position);
      assert.equal(await upgraded.readModels.count(catalogueBooksModel), 4);
      await assertEdition(upgraded, 2);
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  },
  {
    name: 'finishing a rebuild that is at another position, or gone, reports that it was overtaken and changes nothing',
    async run(harness) {
      const { old, upgraded } = await catalogueScene(harness);
      const { rebuilds } = upgraded;
      assert.equal(await rebuilds.finish(plan, undefined), 'overtaken');
      const rebuilding = new Rebuilding(harness.clock, upgraded, plan, 3);
      await rebuilding.begin();
      await rebuilding.foldAll();
      const [first] = await new LogFollower(old.events).readUntil(
        harness.clock,
        earlyEvents.length,
      );
      for (const from of [undefined, first?.position]) {
        assert.equal(await rebuilds.finish(plan, from), 'overtaken');
      }
      await assertEdition(old, 1);
      assert.deepEqual(await versionsIn(old), { catalogue: 1, catalogue_activity: 1 });
      assert.equal((await rebuilds.list()).length, 1);
      assert.equal(await rebuilding.finish(), 'done');
      assert.equal(await rebuilding.finish(), 'overtaken');
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  },
  {
    name: 'a rebuild that is far behind is not swapped in, or is swapped in with all missing events',
    timeoutMs: 120_000,
    async run(harness) {
      const { old, upgraded } = await catalogueScene(harness);
      const many = lentTimes('d', 1, 6_000);
      await old.events.append([{ streamId: 'many', expectedVersion: 0, events: many }]);
      const rebuilding = new Rebuilding(harness.clock, upgraded, plan, 2_000);
      await rebuilding.begin();
      const answer = await rebuilding.finish();
      assert.notEqual(answer, 'overtaken');
      await assertEdition(old, answer === 'done' ? 2 : 1);
      if (answer === 'behind') {
        assert.equal((await old.rebuilds.list())[0]?.position, undefined);
        await rebuild(harness.clock, upgraded, plan, 2_000);
      }
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  },
  {
    name: 'a finished rebuild resumes the parked projections of its plan',
    async run(harness) {
      const { old, upgraded } = await catalogueScene(harness);
      const [first] = (await old.events.readAll({ limit: 1 })).events;
      assert.ok(first);
      const failure = { eventId: first.id, eventType: first.type, position: first.position };
      const told = { ...failure, detail: 'no fee' };
      assert.equal(await old.projections.park(catalogueActivity(1), undefined, told), true);
      await rebuild(harness.clock, upgraded, plan);
      for (const { parked } of await upgraded.projections.states()) assert.equal(parked, undefined);
      await appendAll(upgraded, [lent('b', 2)]);
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  },
  {
    name: 'a rebuild at the version of the rows rebuilds them from the log',
    async run(harness) {
      const { old } = await catalogueScene(harness);
      const [activity, to] = [catalogueActivity(1), (await old.events.readEnd(0)).next];
      const wrong = fold([activity], [lent('a', 1), lent('x', 1)]);
      const step = { projection: activity, from: undefined, to, writes: wrong };
      assert.equal(await old.projections.advance(step), true);
      await rebuild(harness.clock, old, cataloguePlan(1));
      await assertEdition(old, 1);
      await assertRowsOfLog(harness, old, cataloguePlan(1).projections);
      await appendAll(old, [lent('a', 4)]);
      await assertRowsOfLog(harness, old, cataloguePlan(1).projections);
    },
  },
  {
    name: 'rebuilds run one after another, with appends between them',
    async run(harness) {
      await catalogueScene(harness);
      for (const version of [2, 3, 4, 4]) {
        const next = cataloguePlan(version);
        const instance = await harness.open(next.projections);
        await rebuild(harness.clock, instance, next, 5);
        const nth = (await instance.events.readStream('book-a')).version;
        await appendAll(instance, [lent('a', nth)]);
        await assertEdition(instance, version);
        await assertRowsOfLog(harness, instance, next.projections);
      }
    },
  },
  {
    name: 'a rebuild of an empty log creates no rows',
    async run(harness) {
      const instance = await harness.open(plan.projections);
      await rebuild(harness.clock, instance, plan);
      assert.equal(await instance.readModels.count(catalogueBooksModel), 0);
      assert.equal(await instance.projections.checkpoint(catalogueActivity(2)), undefined);
      await appendAll(instance, earlyEvents);
      await assertRowsOfLog(harness, instance, plan.projections);
    },
  },
  {
    name: 'a projection that was never built has rows after a rebuild, and other plans keep theirs',
    async run(harness) {
      const { old } = await catalogueScene(harness);
      const all = [...cataloguePlan(1).projections, shelfmarks(3)];
      const instance = await harness.open(all);
      await rebuild(harness.clock, instance, shelfmarksPlan(3));
      assert.equal(await instance.readModels.count(shelfmarksModel), 3);
      assert.equal((await versionsIn(instance))['shelfmarks'], 3);
      await assertEdition(old, 1);
      await appendAll(instance, [acquired('d')]);
      await assertRowsOfLog(harness, instance, all);
    },
  },
];
