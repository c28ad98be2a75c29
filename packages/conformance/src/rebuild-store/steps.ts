import assert from 'node:assert/strict';
import {
  projectionFailuresModel,
  type LogPosition,
  type ProjectionFailure,
  type ReadModelWrite,
  type RebuildStep,
} from '@foldmart/core';
import { LogFollower } from '../event-store/log-follower.js';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import { assertUtc } from '../instants.js';
import { cataloguePlan } from '../sample-domain/index.js';
import { rejectionOf } from '../rejections.js';
import { retrying } from '../retrying.js';
import type { ConformanceCase } from '../suite.js';
import { assertEdition, catalogueScene, earlyEvents } from './catalogue-scene.js';
import { assertRowsOfLog } from './expected-rows.js';
import { fold, rebuild, Rebuilding } from './rebuilding.js';

const plan = cataloguePlan(2);

export const stepCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a step advances the rebuild, counts its events, and shows nothing to readers',
    async run(harness) {
      const { old, upgraded } = await catalogueScene(harness);
      await upgraded.rebuilds.begin(plan);
      const [first, second] = await firstSteps(harness, upgraded);
      assert.equal(await upgraded.rebuilds.advance(first), true);
      assert.equal(await upgraded.rebuilds.advance(second), true);
      const [state] = await old.rebuilds.list();
      assert.deepEqual([state?.position, state?.events], [second.to, first.events + second.events]);
      await assertEdition(old, 1);
      await assertRowsOfLog(harness, old, cataloguePlan(1).projections);
    },
  },
  {
    name: 'a repeated step, or one from another position, changes nothing',
    async run(harness) {
      const { upgraded } = await catalogueScene(harness);
      await upgraded.rebuilds.begin(plan);
      const [first, second] = await firstSteps(harness, upgraded);
      assert.equal(await upgraded.rebuilds.advance(second), false);
      assert.equal(await upgraded.rebuilds.advance(first), true);
      assert.equal(await upgraded.rebuilds.advance(first), false);
      assert.equal(await upgraded.rebuilds.advance({ ...second, from: second.to }), false);
      const [state] = await upgraded.rebuilds.list();
      assert.deepEqual([state?.position, state?.events], [first.to, first.events]);
      await rebuild(harness.clock, upgraded, plan);
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  },
  {
    name: 'a step of a rebuild that was never started changes nothing',
    async run(harness) {
      const { upgraded } = await catalogueScene(harness);
      const [first] = await firstSteps(harness, upgraded);
      assert.equal(await upgraded.rebuilds.advance(first), false);
      assert.deepEqual(await upgraded.rebuilds.list(), []);
    },
  },
  {
    name: 'of many concurrent attempts at the same step, one succeeds',
    async run(harness) {
      const { upgraded } = await catalogueScene(harness);
      const instances = [upgraded, await harness.open(plan.projections)];
      await upgraded.rebuilds.begin(plan);
      for (const step of await firstSteps(harness, upgraded)) {
        const answers = await Promise.all(
          Array.from({ length: 8 }, (_, nth) =>
            retrying(harness.clock, async () => instances[nth % 2]?.rebuilds.advance(step)),
          ),
        );
        assert.equal(answers.filter((answer) => answer === true).length, 1);
      }
      await rebuild(harness.clock, upgraded, plan);
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  },
  {
    name: 'a failed step leaves neither writes nor progress',
    async run(harness) {
      const { upgraded } = await catalogueScene(harness);
      await upgraded.rebuilds.begin(plan);
      const [first] = await firstSteps(harness, upgraded);
      const impossible: ReadModelWrite = { op: 'insert', model: 'no_such_model', row: {} };
      const failing = { ...first, writes: [...first.writes, impossible] };
      await rejectionOf(upgraded.rebuilds.advance(failing), 'the step');
      const [state] = await upgraded.rebuilds.list();
      assert.deepEqual([state?.position, state?.events], [undefined, 0]);
      await rebuild(harness.clock, upgraded, plan);
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  },
  {
    name: 'writes to models outside the plan are visible at once, and stay if the rebuild is discarded',
    async run(harness) {
      const { upgraded } = await catalogueScene(harness);
      await upgraded.rebuilds.begin(plan);
      const [first] = await firstSteps(harness, upgraded);
      const key = { projection: 'catalogue', version: 2, event_id: 'acquired:a' };
      const skipped: ReadModelWrite = {
        op: 'insert',
        model: projectionFailuresModel.name,
        row: { ...key, event_type: 'book_acquired', detail: 'no title' },
      };
      const step = { ...first, writes: [skipped, ...first.writes] };
      assert.equal(await upgraded.rebuilds.advance(step), true);
      assert.equal(await upgraded.rebuilds.discard(plan.id), true);
      const row = await upgraded.readModels.get(projectionFailuresModel, key);
      assert.equal(row?.['detail'], 'no title');
    },
  },
  {
    name: 'a parked rebuild stays at its position and reports the reason, until it is begun again',
    async run(harness) {
      const { upgraded } = await catalogueScene(harness);
      await upgraded.rebuilds.begin(plan);
      const [first, second] = await firstSteps(harness, upgraded);
      await upgraded.rebuilds.advance(first);
      assert.equal(await upgraded.rebuilds.park(plan, undefined, failureAt(second.to)), false);
      assert.equal(await upgraded.rebuilds.park(plan, first.to, failureAt(second.to)), true);
      assert.equal(await upgraded.rebuilds.advance(second), false);
      const other = await harness.open(plan.projections);
      const [state] = await other.rebuilds.list();
      assert.ok(state?.parked);
      const { parkedAt, ...told } = state.parked;
      assertUtc(parkedAt);
      assert.deepEqual(told, failureAt(second.to));
      const begun = await other.rebuilds.begin(plan);
      assert.deepEqual([begun.parked, begun.position], [undefined, first.to]);
      await rebuild(harness.clock, other, plan);
      await assertRowsOfLog(harness, other, plan.projections);
    },
  },
  {
    name: 'a rebuild that no longer exists can’t be parked',
    async run(harness) {
      const { upgraded } = await catalogueScene(harness);
      const [first] = await firstSteps(harness, upgraded);
      assert.equal(await upgraded.rebuilds.park(plan, undefined, failureAt(first.to)), false);
      const rebuilding = new Rebuilding(harness.clock, upgraded, plan);
      await rebuilding.run();
      const at = rebuilding.position;
      assert.equal(await upgraded.rebuilds.park(plan, at, failureAt(first.to)), false);
    },
  },
];

function failureAt(position: LogPosition): ProjectionFailure {
  return { eventId: 'lent:a:3', eventType: 'book_lent', position, detail: 'no fee “가”' };
}

/** The first two steps of a rebuild, with three events each. */
async function firstSteps(
  { clock }: EventStoreHarness,
  { events }: StoreInstance,
): Promise<readonly [RebuildStep, RebuildStep]> {
  const log = await new LogFollower(events).readUntil(clock, earlyEvents.length);
  const [third, sixth] = [log[2]?.position, log[5]?.position];
  assert.ok(third !== undefined && sixth !== undefined);
  const writes = (from: number): readonly ReadModelWrite[] =>
    fold(plan.projections, log.slice(from, from + 3));
  return [
    { plan, from: undefined, to: third, events: 3, writes: writes(0) },
    { plan, from: third, to: sixth, events: 3, writes: writes(3) },
  ];
}
