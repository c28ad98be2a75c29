import assert from 'node:assert/strict';
import type { ProjectionFailure, ProjectionStep, ReadModelWrite } from '@foldmart/core';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import { assertUtc } from '../instants.js';
import { catalogueActivity, catalogueActivityModel } from '../sample-domain/index.js';
import { retrying } from '../retrying.js';
import type { ConformanceCase } from '../suite.js';
import { LogPositions } from './writing.js';

const projection = catalogueActivity(1);
const { name } = projection;
const key = { book: 'a' };
const lendOnce: ReadModelWrite = {
  op: 'accumulate',
  model: catalogueActivityModel.name,
  key,
  add: { loans: 1 },
};

export const parkingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a parked projection stays at its checkpoint, for every process',
    async run(harness) {
      const [one, other] = [await harness.open([projection]), await harness.open([projection])];
      const [first, second] = await twoPositions(harness);
      assert.equal(await one.projections.advance(step(undefined, first)), true);
      assert.equal(await one.projections.park(projection, first, failureAt(second)), true);
      assert.equal(await other.projections.advance(step(first, second)), false);
      assert.equal(await one.projections.advance(step(first, second)), false);
      assert.equal(await other.projections.checkpoint(projection), first);
      assert.equal((await one.readModels.get(catalogueActivityModel, key))?.['loans'], 1);
    },
  },
  {
    name: 'a parked projection reports the event that failed, its position and the time of parking',
    async run(harness) {
      const instance = await harness.open([projection]);
      const [first] = await twoPositions(harness);
      const failure = failureAt(first);
      assert.equal(await instance.projections.park(projection, undefined, failure), true);
      await instance.close();
      const other = await harness.open([projection]);
      const [state] = await other.projections.states();
      assert.ok(state?.parked);
      const { parkedAt, ...told } = state.parked;
      assert.deepEqual(told, failure);
      assertUtc(parkedAt);
      assert.equal(await other.projections.advance(step(undefined, first)), false);
    },
  },
  {
    name: 'a projection is not parked at a position other than its checkpoint',
    async run(harness) {
      const { projections } = await harness.open([projection]);
      const [first, second] = await twoPositions(harness);
      assert.equal(await projections.park(projection, first, failureAt(first)), false);
      await projections.advance(step(undefined, first));
      assert.equal(await projections.park(projection, undefined, failureAt(first)), false);
      assert.equal(await projections.park(projection, second, failureAt(first)), false);
      assert.equal((await projections.states())[0]?.parked, undefined);
      assert.equal(await projections.advance(step(first, second)), true);
    },
  },
  {
    name: 'a resumed projection continues from its checkpoint',
    async run(harness) {
      const [one, other] = [await harness.open([projection]), await harness.open([])];
      const [first, second] = await twoPositions(harness);
      await one.projections.advance(step(undefined, first));
      await one.projections.park(projection, first, failureAt(second));
      assert.equal(await other.projections.resume(name), true);
      assert.equal((await one.projections.states())[0]?.parked, undefined);
      assert.equal(await one.projections.advance(step(first, second)), true);
      assert.equal((await one.readModels.get(catalogueActivityModel, key))?.['loans'], 2);
    },
  },
  {
    name: 'only a parked projection can be resumed',
    async run(harness) {
      const { projections } = await harness.open([projection]);
      const [first] = await twoPositions(harness);
      assert.equal(await projections.resume(name), false);
      assert.equal(await projections.resume('unheard_of'), false);
      await projections.park(projection, undefined, failureAt(first));
      assert.equal(await projections.resume('unheard_of'), false);
      assert.equal(await projections.resume(name), true);
      assert.equal(await projections.resume(name), false);
    },
  },
  {
    name: 'of a concurrent step and parking at the same position, one succeeds',
    async run(harness) {
      const instances = await Promise.all(
        Array.from({ length: 2 }, () => harness.open([projection])),
      );
      const [one, other] = instances as [StoreInstance, StoreInstance];
      const [first] = await twoPositions(harness);
      const [isMoved, isParked] = await Promise.all([
        retrying(harness.clock, () => one.projections.advance(step(undefined, first))),
        retrying(harness.clock, () =>
          other.projections.park(projection, undefined, failureAt(first)),
        ),
      ]);
      assert.notEqual(isMoved, isParked);
      const [state] = await one.projections.states();
      assert.equal(state?.position, isMoved ? first : undefined);
      assert.equal(state?.parked !== undefined, isParked);
    },
  },
];

function failureAt(position: string): ProjectionFailure {
  const detail = '제목 is no title: “…” \\ %';
  return { eventId: 'acquired:a', eventType: 'book_acquired', position, detail };
}

function step(from: ProjectionStep['from'], to: string): ProjectionStep {
  return { projection, from, to, writes: [lendOnce] };
}

async function twoPositions(harness: EventStoreHarness): Promise<readonly [string, string]> {
  const { events } = await harness.open([projection]);
  const positions = new LogPositions(harness, events);
  return [await positions.next(), await positions.next()];
}
