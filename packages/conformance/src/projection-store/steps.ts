import assert from 'node:assert/strict';
import type { ReadModelWrite } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { rejectionOf } from '../rejections.js';
import { retrying } from '../retrying.js';
import type { ConformanceCase } from '../suite.js';
import { place, scriptedProjection, shelfTallyModel } from './shelf-models.js';
import { LogPositions } from './writing.js';

const projection = scriptedProjection('async');
const here = place('a', 1);
const addOne: ReadModelWrite = {
  op: 'accumulate',
  model: shelfTallyModel.name,
  key: here,
  add: { copies: 1 },
};

export const stepCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a projection without a step has no checkpoint',
    async run(harness) {
      const { projections } = await harness.open([projection]);
      assert.equal(await projections.checkpoint(projection), undefined);
    },
  },
  {
    name: 'a step moves the checkpoint and applies its writes, for every process',
    async run(harness) {
      const [one, other] = [await harness.open([projection]), await harness.open([projection])];
      const [first, second] = await twoPositions(harness);
      assert.equal(await one.projections.advance(step(undefined, first, [addOne])), true);
      assert.equal(await other.projections.checkpoint(projection), first);
      assert.equal(await other.projections.advance(step(first, second, [addOne, addOne])), true);
      assert.equal(await one.projections.checkpoint(projection), second);
      assert.equal((await one.readModels.get(shelfTallyModel, here))?.['copies'], 3);
    },
  },
  {
    name: 'a step without writes moves the checkpoint',
    async run(harness) {
      const { projections } = await harness.open([projection]);
      const [first, second] = await twoPositions(harness);
      assert.equal(await projections.advance(step(undefined, first, [])), true);
      assert.equal(await projections.advance(step(first, second, [])), true);
      assert.equal(await projections.checkpoint(projection), second);
    },
  },
  {
    name: 'a repeated step changes nothing',
    async run(harness) {
      const { projections, readModels } = await harness.open([projection]);
      const [first, second] = await twoPositions(harness);
      const taken = step(undefined, first, [addOne]);
      assert.equal(await projections.advance(taken), true);
      assert.equal(await projections.advance(taken), false);
      assert.equal(await projections.advance(step(undefined, second, [addOne])), false);
      assert.equal(await projections.advance(step(second, second, [addOne])), false);
      assert.equal(await projections.checkpoint(projection), first);
      assert.equal((await readModels.get(shelfTallyModel, here))?.['copies'], 1);
    },
  },
  {
    name: 'a step from a checkpoint that was never reached changes nothing',
    async run(harness) {
      const { projections, readModels } = await harness.open([projection]);
      const [first, second] = await twoPositions(harness);
      assert.equal(await projections.advance(step(first, second, [addOne])), false);
      assert.equal(await projections.checkpoint(projection), undefined);
      assert.equal(await readModels.get(shelfTallyModel, here), undefined);
    },
  },
  {
    name: 'of many concurrent attempts at the same step, one succeeds',
    async run(harness) {
      const instances = await Promise.all(
        Array.from({ length: 3 }, () => harness.open([projection])),
      );
      const [first, second] = await twoPositions(harness);
      for (const taken of [step(undefined, first, [addOne]), step(first, second, [addOne])]) {
        const answers = await Promise.all(
          Array.from({ length: 9 }, (_, nth) =>
            retrying(harness.clock, async () => instances[nth % 3]?.projections.advance(taken)),
          ),
        );
        assert.equal(answers.filter((answer) => answer === true).length, 1);
      }
      const row = await instances[0]?.readModels.get(shelfTallyModel, here);
      assert.equal(row?.['copies'], 2);
    },
  },
  {
    name: 'a failed step leaves neither writes nor a checkpoint',
    async run(harness) {
      const { projections, readModels } = await harness.open([projection]);
      const [first] = await twoPositions(harness);
      const impossible: ReadModelWrite = { ...addOne, model: 'no_such_model' };
      await rejectionOf(projections.advance(step(undefined, first, [addOne, impossible])));
      assert.equal(await projections.checkpoint(projection), undefined);
      assert.equal(await readModels.get(shelfTallyModel, here), undefined);
      assert.equal(await projections.advance(step(undefined, first, [addOne])), true);
    },
  },
  {
    name: 'a step of two thousand writes applies all of them in order',
    async run(harness) {
      const { projections, readModels } = await harness.open([projection]);
      const [first] = await twoPositions(harness);
      const writes = Array.from({ length: 2_000 }, (_, nth) => ({
        ...addOne,
        key: place('bulk', nth % 500),
        add: { copies: nth },
      }));
      assert.equal(await projections.advance(step(undefined, first, writes)), true);
      assert.equal(await readModels.count(shelfTallyModel), 500);
      const row = await readModels.get(shelfTallyModel, place('bulk', 7));
      assert.equal(row?.['copies'], 7 + 507 + 1_007 + 1_507);
    },
  },
];

type Step = Parameters<Awaited<ReturnType<EventStoreHarness['open']>>['projections']['advance']>[0];

function step(from: Step['from'], to: Step['to'], writes: Step['writes']): Step {
  return { projection, from, to, writes };
}

async function twoPositions(harness: EventStoreHarness): Promise<readonly [string, string]> {
  const { events } = await harness.open([projection]);
  const positions = new LogPositions(harness, events);
  return [await positions.next(), await positions.next()];
}
