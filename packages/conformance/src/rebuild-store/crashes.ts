import assert from 'node:assert/strict';
import { inBackground } from '../background.js';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import { cataloguePlan, lent } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { appendAll, assertEdition, catalogueScene, versionsIn } from './catalogue-scene.js';
import { assertRowsOfLog } from './expected-rows.js';
import { rebuild, Rebuilding } from './rebuilding.js';

const plan = cataloguePlan(2);
const momentsMs = [0, 1, 3, 8];

export const crashCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'another process resumes a rebuild whose process died between steps, at its position',
    async run(harness) {
      const { old } = await catalogueScene(harness);
      const doomed = await harness.openProcess(plan.projections);
      const first = new Rebuilding(harness.clock, doomed.instance, plan, 4);
      await first.begin();
      await first.fold();
      await doomed.crash();
      await appendAll(old, [lent('a', 4)]);
      const heir = await harness.open(plan.projections);
      const state = await heir.rebuilds.begin(plan);
      assert.deepEqual([state.position, state.events], [first.position, 4]);
      await rebuild(harness.clock, heir, plan);
      await assertRowsOfLog(harness, heir, plan.projections);
    },
  },
  ...momentsMs.map((delayMs) => ({
    name: `a step during which its process dies is applied completely or not at all: after ${delayMs} ms`,
    async run(harness: EventStoreHarness) {
      await catalogueScene(harness);
      const doomed = await harness.openProcess(plan.projections);
      const first = new Rebuilding(harness.clock, doomed.instance, plan, 4);
      await first.begin();
      void inBackground(first.fold());
      await harness.clock.sleep(delayMs);
      await doomed.crash();
      const heir = await harness.open(plan.projections);
      const { position, events } = await heir.rebuilds.begin(plan);
      assert.equal(events, position === undefined ? 0 : 4);
      await rebuild(harness.clock, heir, plan);
      await assertRowsOfLog(harness, heir, plan.projections);
    },
  })),
  ...momentsMs.map((delayMs) => ({
    name: `a swap during which its process dies is done completely or not at all: after ${delayMs} ms`,
    async run(harness: EventStoreHarness) {
      const { old } = await catalogueScene(harness);
      const doomed = await harness.openProcess(plan.projections);
      const first = new Rebuilding(harness.clock, doomed.instance, plan, 4);
      await first.begin();
      await first.foldAll();
      void inBackground(first.finish());
      await harness.clock.sleep(delayMs);
      await doomed.crash();
      await assertWhole(old);
      const heir = await harness.open(plan.projections);
      await rebuild(harness.clock, heir, plan);
      await appendAll(heir, [lent('b', 2)]);
      await assertEdition(heir, 2);
      await assertRowsOfLog(harness, heir, plan.projections);
    },
  })),
];

/** Everything is in the state before the swap, or everything in the state after it. */
async function assertWhole(instance: StoreInstance): Promise<void> {
  const isListed = (await instance.rebuilds.list()).length > 0;
  const version = isListed ? 1 : 2;
  assert.deepEqual(await versionsIn(instance), { catalogue: version, catalogue_activity: version });
  await assertEdition(instance, version);
}
