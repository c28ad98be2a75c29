import assert from 'node:assert/strict';
import type { RebuildPlan } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { assertUtc } from '../instants.js';
import {
  catalogue,
  catalogueActivity,
  cataloguePlan,
  shelfmarksPlan,
} from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { assertEdition, catalogueScene, versionsIn } from './catalogue-scene.js';
import { assertRowsOfLog } from './expected-rows.js';
import { rebuild, Rebuilding } from './rebuilding.js';

const plan = cataloguePlan(2);

export const beginningCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a rebuild starts at the start of the log, and is listed',
    async run(harness) {
      const { old, upgraded } = await catalogueScene(harness);
      assert.deepEqual(await upgraded.rebuilds.list(), []);
      const state = await upgraded.rebuilds.begin(plan);
      const { startedAt, movedAt, ...rest } = state;
      assert.deepEqual(rest, {
        id: plan.id,
        versions: { catalogue: 2, catalogue_activity: 2 },
        position: undefined,
        events: 0,
        parked: undefined,
      });
      assertUtc(startedAt);
      assertUtc(movedAt);
      assert.deepEqual(await old.rebuilds.list(), [state]);
      assert.deepEqual(await versionsIn(upgraded), { catalogue: 1, catalogue_activity: 1 });
    },
  },
  {
    name: 'beginning again finds the running rebuild, whichever process began it',
    async run(harness) {
      const { upgraded } = await catalogueScene(harness);
      const first = new Rebuilding(harness.clock, upgraded, plan, 4);
      const begun = await upgraded.rebuilds.begin(plan);
      await first.fold();
      await upgraded.close();
      const other = await harness.open(plan.projections);
      const found = await other.rebuilds.begin(plan);
      assert.equal(found.position, first.position);
      assert.deepEqual([found.events, found.startedAt], [4, begun.startedAt]);
      await rebuild(harness.clock, other, plan);
      await assertEdition(other, 2);
      await assertRowsOfLog(harness, other, plan.projections);
    },
  },
  {
    name: 'a rebuild for other versions starts over, and steps for the former versions change nothing',
    async run(harness) {
      const { upgraded } = await catalogueScene(harness);
      const former = new Rebuilding(harness.clock, upgraded, plan);
      await former.begin();
      await former.fold();
      const newest = cataloguePlan(3);
      const other = await harness.open(newest.projections);
      const state = await other.rebuilds.begin(newest);
      assert.deepEqual([state.position, state.events], [undefined, 0]);
      assert.deepEqual(state.versions, { catalogue: 3, catalogue_activity: 3 });
      assert.equal(await former.fold(), false);
      assert.equal(await new Rebuilding(harness.clock, upgraded, plan).fold(), false);
      await rebuild(harness.clock, other, newest);
      await assertRowsOfLog(harness, other, newest.projections);
    },
  },
  {
    name: 'a rebuild for other columns starts over',
    async run(harness) {
      const { upgraded } = await catalogueScene(harness);
      const former = new Rebuilding(harness.clock, upgraded, plan);
      await former.begin();
      await former.fold();
      const wider = withColumn('shelf');
      const other = await harness.open(wider.projections);
      const state = await other.rebuilds.begin(wider);
      assert.deepEqual([state.position, state.events], [undefined, 0]);
      await rebuild(harness.clock, other, wider);
      await assertRowsOfLog(harness, other, wider.projections);
    },
  },
  {
    name: 'rebuilds of several plans are listed by id and progress independently',
    async run(harness) {
      const marks = shelfmarksPlan(2);
      const all = [...plan.projections, ...marks.projections];
      const instance = await harness.open(all);
      await instance.rebuilds.begin(marks);
      const catalogueRebuild = new Rebuilding(harness.clock, instance, plan);
      await catalogueRebuild.begin();
      const ids = (await instance.rebuilds.list()).map(({ id }) => id);
      assert.deepEqual(ids, [plan.id, marks.id]);
      assert.equal(await instance.rebuilds.discard(marks.id), true);
      assert.equal(await catalogueRebuild.finish(), 'done');
      assert.deepEqual(await instance.rebuilds.list(), []);
    },
  },
  {
    name: 'discarding a rebuild drops its shadow, and readers see no change',
    async run(harness) {
      const { old, upgraded } = await catalogueScene(harness);
      const discarded = new Rebuilding(harness.clock, upgraded, plan);
      await discarded.begin();
      await discarded.foldAll();
      assert.equal(await old.rebuilds.discard(plan.id), true);
      assert.equal(await old.rebuilds.discard(plan.id), false);
      assert.deepEqual(await upgraded.rebuilds.list(), []);
      assert.equal(await discarded.finish(), 'overtaken');
      await assertEdition(old, 1);
      assert.equal((await upgraded.rebuilds.begin(plan)).position, undefined);
      await rebuild(harness.clock, upgraded, plan);
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  },
  {
    name: 'concurrent attempts to begin a rebuild all begin the same one',
    async run(harness) {
      const { upgraded } = await catalogueScene(harness);
      const others = await Promise.all(
        Array.from({ length: 3 }, () => harness.open(plan.projections)),
      );
      const states = await Promise.all(
        [upgraded, ...others].map(({ rebuilds }) => rebuilds.begin(plan)),
      );
      for (const state of states) assert.equal(state.startedAt, states[0]?.startedAt);
      assert.equal((await upgraded.rebuilds.list()).length, 1);
    },
  },
];

/** The plan with one more column in the books. */
function withColumn(column: string): RebuildPlan {
  const projections = [catalogue(2), catalogueActivity(2)].map((projection) => ({
    ...projection,
    models: projection.models.map((model) =>
      model.name === 'catalogue_books'
        ? { ...model, columns: { ...model.columns, [column]: 'text' as const } }
        : model,
    ),
  }));
  return { id: plan.id, projections };
}
