import assert from 'node:assert/strict';
import type { EventStoreHarness } from '../harness.js';
import { acquired, cataloguePlan, lent, shelfmarksPlan } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { appendAll, assertEdition, catalogueScene } from './catalogue-scene.js';
import { assertRowsOfLog } from './expected-rows.js';
import { Rebuilding } from './rebuilding.js';

const plan = cataloguePlan(2);

export const racingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'processes that rebuild concurrently share the work, and the rows are correct',
    timeoutMs: 120_000,
    async run(harness) {
      const { old, upgraded } = await catalogueScene(harness);
      for (let nth = 4; nth < 30; nth += 1) await appendAll(old, [lent('a', nth)]);
      const others = [await harness.open(plan.projections), await harness.open(plan.projections)];
      await Promise.all(
        [upgraded, ...others].map((instance) =>
          new Rebuilding(harness.clock, instance, plan, 2).run(),
        ),
      );
      assert.deepEqual(await upgraded.rebuilds.list(), []);
      await assertEdition(upgraded, 2);
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  },
  {
    name: 'of many concurrent swaps, one succeeds',
    async run(harness) {
      const { upgraded } = await catalogueScene(harness);
      const instances = [upgraded, await harness.open(plan.projections)];
      const [one, other] = instances.map(
        (instance) => new Rebuilding(harness.clock, instance, plan),
      ) as [Rebuilding, Rebuilding];
      await one.begin();
      await one.foldAll();
      await other.begin();
      const answers = await Promise.all([one, other, one, other].map((each) => each.finish()));
      assert.deepEqual([...answers].sort(), ['done', 'overtaken', 'overtaken', 'overtaken']);
      await assertEdition(upgraded, 2);
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  },
  {
    name: 'rebuilds of independent plans run concurrently, and both are correct',
    async run(harness) {
      const { upgraded } = await catalogueScene(harness);
      const marks = shelfmarksPlan(1);
      const both = await harness.open([...plan.projections, ...marks.projections]);
      await Promise.all([
        new Rebuilding(harness.clock, upgraded, plan, 2).run(),
        new Rebuilding(harness.clock, both, marks, 2).run(),
      ]);
      await appendAll(both, [acquired('d')]);
      await assertRowsOfLog(harness, both, [...plan.projections, ...marks.projections]);
    },
  },
];
