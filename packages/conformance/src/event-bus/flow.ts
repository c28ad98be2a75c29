import assert from 'node:assert/strict';
import { Gate } from '../gate.js';
import type { EventBusHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { grace } from '../waiting.js';
import { BusScene } from './bus-scene.js';
import { manyKeys, numbered } from './numbered-messages.js';

export const flowCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'no batch is larger than the subscription allows',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(200, manyKeys);
      await scene.publish(messages);
      await scene.join('member', { maxBatchMessages: 7 });
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
      const largest = Math.max(...scene.recording.batches.map(({ bodies }) => bodies.length));
      assert.ok(largest <= 7, `a batch of ${largest}`);
    },
  },
  {
    name: 'a batch may be one message',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(60, manyKeys);
      await scene.publish(messages);
      await scene.join('member', { maxBatchMessages: 1 });
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
      assert.equal(scene.recording.batches.length, messages.length);
    },
  },
  {
    name: 'by default a batch has at most 500 messages, and more than one',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      const messages = numbered(1_700, manyKeys);
      await scene.publish(messages);
      await scene.join('member');
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
      const sizes = scene.recording.batches.map(({ bodies }) => bodies.length);
      assert.ok(Math.max(...sizes) <= 500, `a batch of ${Math.max(...sizes)}`);
      assert.ok(sizes.length < messages.length / 10, `${sizes.length} batches`);
    },
  },
  {
    name: 'a slow handler has one batch per partition in hand, whatever the backlog',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(5_000, manyKeys);
      await scene.publish(messages);
      const gate = new Gate();
      await scene.join('member', { maxBatchMessages: 20, work: () => gate.pass() });
      await scene.waitFor(
        'a batch of each partition is in hand',
        () => scene.recording.open.length === 3,
      );
      await grace(harness.clock, 300);
      assert.equal(scene.recording.batches.length, 3, 'one batch a partition');
      assert.ok(scene.recording.bodies.length <= 60, `${scene.recording.bodies.length} messages`);
      gate.open();
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
    },
  },
  {
    name: 'a slow handler of one partition does not delay the others',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(240, manyKeys);
      const gate = new Gate();
      await scene.publish(messages);
      await scene.join('member', {
        maxBatchMessages: 10,
        work: async ({ partition }) => {
          if (partition === 0) await gate.pass();
        },
      });
      await scene.waitFor('the others have committed everything', async () => {
        const lags = await scene.bus.admin.lag(scene.group, scene.topic);
        return lags.every(({ partition, lag }) => partition === 0 || lag === 0);
      });
      assert.ok(gate.waiting <= 1, 'the slow one has one batch in hand');
      gate.open();
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
    },
  },
  {
    name: 'no more partitions are handled concurrently than the subscription allows',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(120, manyKeys);
      await scene.publish(messages);
      let most = 0;
      const member = await scene.join('member', {
        maxBatchMessages: 10,
        maxConcurrentPartitions: 1,
        work: async () => {
          most = Math.max(most, scene.recording.open.length);
          await harness.clock.sleep(2);
        },
      });
      await scene.waitForShares([member], [3]);
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
      assert.equal(most, 1, 'batches in hand at the same time');
    },
  },
  {
    name: 'a batch in hand is not committed',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      await scene.publish(numbered(30, ['k']));
      const gate = new Gate();
      let batches = 0;
      await scene.join('member', {
        maxBatchMessages: 10,
        work: async () => {
          batches += 1;
          if (batches === 2) await gate.pass();
        },
      });
      await scene.waitFor('the second batch is in hand', () => gate.waiting === 1);
      await scene.waitFor('the first batch is committed', async () => {
        const [lag] = await scene.bus.admin.lag(scene.group, scene.topic);
        return lag?.lag === 30 - (scene.recording.batches[0]?.bodies.length ?? 0);
      });
      await grace(harness.clock, 100);
      const [lag] = await scene.bus.admin.lag(scene.group, scene.topic);
      assert.equal(lag?.lag, 30 - (scene.recording.batches[0]?.bodies.length ?? 0));
      gate.open();
      await scene.waitForCommit();
    },
  },
];
