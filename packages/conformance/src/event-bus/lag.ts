import assert from 'node:assert/strict';
import type { PartitionLag } from '@foldmart/core';
import { Gate } from '../gate.js';
import type { EventBusHarness } from '../harness.js';
import { portErrorOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene } from './bus-scene.js';
import { manyKeys, numbered } from './numbered-messages.js';

export const lagCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'the lag of a group without a commit is the whole topic',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const empty = await scene.bus.admin.lag(scene.group, scene.topic);
      const { group, topic } = scene;
      assert.deepEqual(
        empty,
        empty.map(({ end }, partition) => ({
          group,
          topic,
          partition,
          committed: null,
          end,
          lag: 0,
        })),
      );
      assert.equal(empty.length, 3);
      await scene.publish(numbered(90, manyKeys));
      const full = await scene.bus.admin.lag(scene.group, scene.topic);
      assert.deepEqual(
        full.map(({ partition, committed }) => ({ partition, committed })),
        [0, 1, 2].map((partition) => ({ partition, committed: null })),
      );
      assert.equal(total(full), 90);
      assert.ok(full.every(({ lag }) => lag > 0));
    },
  },
  {
    name: 'the lag of a group that has handled everything is zero, and then what is published',
    async run(harness) {
      const scene = await BusScene.open(harness);
      await scene.publish(numbered(90, manyKeys));
      const member = await scene.join('member');
      await scene.waitForCommit();
      for (const { committed, end } of await scene.bus.admin.lag(scene.group, scene.topic)) {
        assert.equal(committed, end);
      }
      await member.subscription.close();
      await scene.publish(numbered(30, manyKeys, 100));
      assert.equal(total(await scene.bus.admin.lag(scene.group, scene.topic)), 30);
    },
  },
  {
    name: 'the lag falls batch by batch',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      await scene.publish(numbered(30, manyKeys));
      const gate = new Gate();
      await scene.join('member', {
        maxBatchMessages: 10,
        work: async () => {
          if (scene.recording.batches.length > 1) await gate.pass();
        },
      });
      await scene.waitFor('one batch is committed', async () => {
        const first = scene.recording.batches[0]?.bodies.length ?? 0;
        return total(await scene.bus.admin.lag(scene.group, scene.topic)) === 30 - first;
      });
      gate.open();
      await scene.waitForCommit();
    },
  },
  {
    name: 'each group has a lag of its own',
    async run(harness) {
      const scene = await BusScene.open(harness);
      await scene.publish(numbered(60, manyKeys));
      await scene.join('member');
      await scene.waitForCommit();
      const other = harness.uniqueName('group');
      assert.equal(total(await scene.bus.admin.lag(other, scene.topic)), 60);
    },
  },
  {
    name: 'asking for the lag in a topic that does not exist is rejected',
    async run(harness) {
      const { bus } = await harness.open();
      await portErrorOf(bus.admin.lag(harness.uniqueName('group'), harness.uniqueName('nowhere')), {
        reason: 'rejected',
        code: 'unknown-topic',
      });
    },
  },
];

function total(lags: readonly PartitionLag[]): number {
  return lags.reduce((sum, { lag }) => sum + lag, 0);
}
