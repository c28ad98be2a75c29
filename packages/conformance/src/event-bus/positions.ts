import assert from 'node:assert/strict';
import type { EventBusHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene } from './bus-scene.js';
import { manyKeys, numbered } from './numbered-messages.js';
import { Recording } from './recording.js';

export const positionCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'the position of a batch begins where the batch before it ended, and its topic is the one described',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(120, manyKeys);
      await scene.publish(messages);
      await scene.join('member', { maxBatchMessages: 7 });
      await scene.waitForBodies(messages.map(({ value }) => value));
      scene.recording.assertContract();
      assertSuccessive(scene.recording);
      const [topic] = await scene.bus.admin.describeTopics([scene.topic]);
      const ids = scene.recording.batches.map(({ position }) => position.topicId);
      assert.deepEqual(new Set(ids), new Set([topic?.id]));
      await assertReached(scene);
    },
  },
  {
    name: 'positions are contiguous over a restart of the group, and when another member takes over',
    async run(harness) {
      const scene = await BusScene.open(harness, 2);
      const bodies: string[] = [];
      for (const name of ['first', 'second', 'third']) {
        const member = await scene.join(name, { maxBatchMessages: 9 });
        const messages = numbered(60, manyKeys, bodies.length);
        await scene.publish(messages);
        bodies.push(...messages.map(({ value }) => value));
        await scene.waitForCommit();
        await member.subscription.close();
      }
      scene.recording.assertExactly(bodies);
      assertSuccessive(scene.recording);
      await assertReached(scene);
    },
  },
  {
    name: 'a redelivered batch has the position of the failed one',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      const messages = numbered(30, manyKeys);
      await scene.publish(messages);
      await scene.join('member', {
        maxBatchMessages: 10,
        work: async (_batch, { attempt }) => {
          if (attempt < 3) throw new Error('the database is away');
        },
      });
      await scene.waitForBodies(messages.map(({ value }) => value));
      await scene.waitForCommit();
      scene.recording.assertContract();
      const begins = scene.recording.batches.map(({ position }) => position.from);
      assert.equal(begins.length, 3 * new Set(begins).size, 'each batch came three times');
    },
  },
  {
    name: 'after a reset, the first batch begins at the position that the group was given',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      await scene.publish(numbered(60, manyKeys));
      const first = await scene.join('first', { maxBatchMessages: 20 });
      await scene.waitForCommit();
      await first.subscription.close();
      const target = scene.recording.messages[41];
      assert.ok(target);
      for (const { offset } of [target, scene.recording.messages[17] ?? target]) {
        const recording = new Recording(scene.topic);
        await scene.bus.admin.resetOffsets(scene.group, scene.topic, { to: 'offset', offset });
        const member = await scene.join('again', { recording });
        await scene.waitForCommit();
        await member.subscription.close();
        recording.assertContract();
        assert.equal(recording.batches[0]?.position.from, offset);
      }
    },
  },
];

/** Asserts that each batch begins where the one before it in its partition ended, if nothing was redelivered. */
function assertSuccessive({ batches }: Recording): void {
  const ends = new Map<number, string>();
  for (const { partition, position } of batches) {
    assert.equal(position.from, ends.get(partition) ?? position.from);
    ends.set(partition, position.next);
  }
}

/** Asserts that the last position of each partition is the one that the group has committed. */
async function assertReached(scene: BusScene): Promise<void> {
  await scene.waitForCommit();
  for (const { partition, committed } of await scene.bus.admin.lag(scene.group, scene.topic)) {
    const last = scene.recording.batches.findLast((batch) => batch.partition === partition);
    if (last !== undefined) assert.equal(last.position.next, committed);
  }
}
