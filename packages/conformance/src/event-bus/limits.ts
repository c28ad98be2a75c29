import assert from 'node:assert/strict';
import type { EventBus } from '@foldmart/core';
import type { EventBusHarness } from '../harness.js';
import { portErrorOf, rejectionOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene } from './bus-scene.js';
import { manyKeys, numbered } from './numbered-messages.js';

export const limitCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'a message of the maximum size is delivered',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      const largest = messageOf(scene.bus, 0);
      await scene.publish([largest]);
      await scene.join('member');
      await scene.waitForDeliveries(1);
      assert.equal(scene.recording.messages[0]?.value?.length, largest.value.length);
    },
  },
  {
    name: 'a message above the maximum size is rejected, and nothing of its call is sent',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(20, manyKeys);
      const call = [...messages.slice(0, 10), messageOf(scene.bus, 1), ...messages.slice(10)];
      await portErrorOf(scene.publish(call), { reason: 'rejected', code: 'message-too-large' });
      await scene.publish([{ key: 'after', value: 'after#0' }]);
      await scene.join('member');
      await scene.waitForCommit();
      scene.recording.assertExactly(['after#0']);
    },
  },
  {
    name: 'the size of a message is that of its key, body and headers together',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const fifth = 'x'.repeat(Math.ceil(scene.bus.capabilities.maxMessageBytes / 5));
      const headers = { one: fifth, two: fifth, three: fifth };
      await portErrorOf(scene.publish([{ key: 'k', value: fifth.repeat(2), headers }]), {
        reason: 'rejected',
        code: 'message-too-large',
      });
    },
  },
  {
    name: 'a message that is too large does not affect concurrent calls or their order',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(120, manyKeys.slice(0, 6));
      const calls: Promise<unknown>[] = [];
      for (const [index, message] of messages.entries()) {
        calls.push(scene.publish([message]));
        if (index % 40 !== 20) continue;
        const tooLarge = scene.publish([messageOf(scene.bus, 1)]);
        calls.push(portErrorOf(tooLarge, { reason: 'rejected', code: 'message-too-large' }));
      }
      await Promise.all(calls);
      await scene.join('member');
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
    },
  },
  {
    name: 'a call may be larger than the largest message: all of it is sent, in order',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const filler = 'x'.repeat(Math.floor(scene.bus.capabilities.maxMessageBytes / 12));
      const messages = numbered(48, ['one', 'two', 'three']).map(({ key, value }) => ({
        key,
        value,
        headers: { filler },
      }));
      await scene.publish(messages);
      await scene.join('member');
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
    },
  },
  {
    name: 'subscribing to a topic that does not exist is rejected, and creates none',
    async run(harness) {
      const { bus } = await harness.open();
      const nowhere = harness.uniqueName('nowhere');
      const group = harness.uniqueName('group');
      await portErrorOf(
        bus.subscribe({ topic: nowhere, group, member: 'member' }, async () => undefined),
        { reason: 'rejected', code: 'unknown-topic' },
      );
      assert.deepEqual(await bus.admin.describeTopics([nowhere]), []);
    },
  },
  ...(['maxBatchMessages', 'maxConcurrentPartitions'] as const).map((option) => ({
    name: `a subscription whose ${option} is not a whole number from 1 is rejected, and joins no group`,
    async run(harness: EventBusHarness) {
      const scene = await BusScene.open(harness);
      for (const count of [0, ...noCounts]) {
        await portErrorOf(scene.join('member', { [option]: count }), { reason: 'rejected' });
      }
      await scene.bus.admin.resetOffsets(scene.group, scene.topic, { to: 'earliest' });
    },
  })),
  {
    name: 'a deadline that is not whole milliseconds from 0 is rejected, and nothing is closed',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const { subscription, instance } = await scene.join('member');
      for (const deadlineMs of noCounts) {
        await portErrorOf(subscription.close({ deadlineMs }), { reason: 'rejected' });
        await portErrorOf(instance.bus.close({ deadlineMs }), { reason: 'rejected' });
      }
      await instance.bus.publish(scene.topic, [{ key: 'after', value: 'after#0' }]);
      await scene.waitForCommit();
      scene.recording.assertExactly(['after#0']);
    },
  },
  {
    name: 'a bus whose times are not whole milliseconds from 1 does not open',
    async run(harness) {
      for (const ms of [0, ...noCounts]) {
        const soon = { firstDelayMs: 10, longestDelayMs: 50 };
        await rejectionOf(harness.open({ sessionTimeoutMs: ms }), `a session of ${ms} ms`);
        await rejectionOf(harness.open({ retry: { ...soon, firstDelayMs: ms } }), `${ms} ms`);
        await rejectionOf(harness.open({ retry: { ...soon, longestDelayMs: ms } }), `${ms} ms`);
      }
    },
  },
];

const noCounts = [-1, 1.5, Number.POSITIVE_INFINITY, Number.NaN];

/** A message that exceeds the maximum size by `excess` bytes. */
function messageOf(bus: EventBus, excess: number): { key: string; value: Uint8Array } {
  const key = 'k';
  return { key, value: new Uint8Array(bus.capabilities.maxMessageBytes + excess - key.length) };
}
