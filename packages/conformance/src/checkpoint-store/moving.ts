import assert from 'node:assert/strict';
import type { LogPosition } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { assertUtc } from '../instants.js';
import { catalogueActivity } from '../sample-domain/index.js';
import { LogPositions } from '../projection-store/writing.js';
import type { ConformanceCase } from '../suite.js';

export const movingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a subscription that never moved has no checkpoint, and is not listed',
    async run(harness) {
      const { checkpoints } = await harness.open([]);
      assert.equal(await checkpoints.load('outbox'), undefined);
      assert.deepEqual(await checkpoints.list(), []);
    },
  },
  {
    name: 'a checkpoint moves from its current position, for every process',
    async run(harness) {
      const [one, other] = [await harness.open([]), await harness.open([])];
      const [first, second] = await twoPositions(harness);
      assert.equal(await one.checkpoints.move('outbox', { from: undefined, to: first }), true);
      assert.equal(await other.checkpoints.load('outbox'), first);
      assert.equal(await other.checkpoints.move('outbox', { from: first, to: second }), true);
      await other.close();
      assert.equal(await one.checkpoints.load('outbox'), second);
    },
  },
  {
    name: 'a checkpoint at another position does not move',
    async run(harness) {
      const { checkpoints } = await harness.open([]);
      const [first, second] = await twoPositions(harness);
      assert.equal(await checkpoints.move('outbox', { from: first, to: second }), false);
      assert.equal(await checkpoints.load('outbox'), undefined);
      await checkpoints.move('outbox', { from: undefined, to: first });
      assert.equal(await checkpoints.move('outbox', { from: undefined, to: second }), false);
      assert.equal(await checkpoints.move('outbox', { from: second, to: second }), false);
      assert.equal(await checkpoints.load('outbox'), first);
      const [state] = await checkpoints.list();
      assert.equal(state?.position, first);
    },
  },
  {
    name: 'a checkpoint can move back, so that a subscription sees events again',
    async run(harness) {
      const { checkpoints } = await harness.open([]);
      const [first, second] = await twoPositions(harness);
      await checkpoints.move('outbox', { from: undefined, to: second });
      assert.equal(await checkpoints.move('outbox', { from: second, to: first }), true);
      assert.equal(await checkpoints.load('outbox'), first);
    },
  },
  {
    name: 'of many concurrent moves of a checkpoint, one succeeds',
    async run(harness) {
      const instances = await Promise.all(Array.from({ length: 3 }, () => harness.open([])));
      const [first, second] = await twoPositions(harness);
      for (const step of [
        { from: undefined, to: first },
        { from: first, to: second },
      ]) {
        const answers = await Promise.all(
          Array.from({ length: 9 }, async (_, nth) =>
            instances[nth % 3]?.checkpoints.move('outbox', step),
          ),
        );
        assert.equal(answers.filter((answer) => answer === true).length, 1);
        assert.equal(answers.filter((answer) => answer === false).length, 8);
      }
      assert.equal(await instances[0]?.checkpoints.load('outbox'), second);
    },
  },
  {
    name: 'subscriptions move independently, and are listed by name with their position and the time of their last move',
    async run(harness) {
      const { checkpoints } = await harness.open([]);
      const [first, second] = await twoPositions(harness);
      const positions: Readonly<Record<string, LogPosition>> = {
        ' outbox': first,
        Outbox: second,
        outbox: first,
        'outbox-2': second,
        알림: first,
      };
      for (const [name, to] of Object.entries(positions).reverse()) {
        assert.equal(await checkpoints.move(name, { from: undefined, to }), true);
      }
      const other = await harness.open([]);
      const listed = await other.checkpoints.list();
      assert.deepEqual(
        listed.map(({ subscription, position }) => [subscription, position]),
        Object.entries(positions),
      );
      for (const { movedAt } of listed) assertUtc(movedAt);
    },
  },
  {
    name: 'a subscription and a projection of the same name are independent',
    async run(harness) {
      const projection = catalogueActivity(1);
      const { checkpoints, projections } = await harness.open([projection]);
      const [first, second] = await twoPositions(harness);
      await projections.advance({ projection, from: undefined, to: first, writes: [] });
      assert.equal(await checkpoints.load(projection.name), undefined);
      await checkpoints.move(projection.name, { from: undefined, to: second });
      assert.equal(await projections.checkpoint(projection), first);
      assert.equal(await checkpoints.load(projection.name), second);
    },
  },
];

async function twoPositions(
  harness: EventStoreHarness,
): Promise<readonly [LogPosition, LogPosition]> {
  const { events } = await harness.open([]);
  const positions = new LogPositions(harness, events);
  return [await positions.next(), await positions.next()];
}
