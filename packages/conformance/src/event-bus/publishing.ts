import assert from 'node:assert/strict';
import type { EventBusHarness } from '../harness.js';
import { portErrorOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene } from './bus-scene.js';
import { manyKeys, numbered, textOf } from './numbered-messages.js';

export const publishingCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'an empty publish resolves, whether or not its topic exists',
    async run(harness) {
      const scene = await BusScene.open(harness);
      await scene.publish([]);
      await assert.doesNotReject(scene.bus.publish(harness.uniqueName('nowhere'), []));
    },
  },
  {
    name: 'publishing to a topic that does not exist is rejected, and creates none',
    async run(harness) {
      const { bus } = await harness.open();
      const nowhere = harness.uniqueName('nowhere');
      await portErrorOf(bus.publish(nowhere, [{ key: 'k', value: 'v' }]), {
        reason: 'rejected',
        code: 'unknown-topic',
      });
      assert.deepEqual(await bus.admin.describeTopics([nowhere]), []);
    },
  },
  {
    name: 'a publish to a missing topic does not affect concurrent ones',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(60, manyKeys.slice(0, 6));
      const calls = messages.map((message) => scene.publish([message]));
      const astray = scene.bus.publish(harness.uniqueName('nowhere'), messages);
      const refusal = portErrorOf(astray, { reason: 'rejected', code: 'unknown-topic' });
      await Promise.all([refusal, ...calls]);
      await scene.join('member');
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
    },
  },
  {
    name: 'messages of one call keep their order within a key',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(600, manyKeys);
      await scene.publish(messages);
      await scene.join('member');
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
    },
  },
  {
    name: 'calls that are not awaited keep their order within a key',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(600, manyKeys.slice(0, 8));
      const calls = Array.from({ length: 200 }, (_, call) =>
        scene.publish(messages.slice(call * 3, call * 3 + 3)),
      );
      await Promise.all(calls);
      await scene.join('member');
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
    },
  },
  {
    name: 'concurrent publishers that share keys each keep their own order',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const publishers = await Promise.all(Array.from({ length: 4 }, () => harness.open()));
      const shared = ['shared-1', 'shared-2', 'shared-3'];
      const sent = publishers.map((_publisher, index) =>
        numbered(150, shared).map(({ key, value }) => ({ key, value: `${index}/${value}` })),
      );
      const calls = publishers.flatMap(({ bus }, index) =>
        (sent[index] ?? []).map((message) => bus.publish(scene.topic, [message])),
      );
      await Promise.all(calls);
      await scene.join('member');
      await scene.waitForCommit();
      scene.recording.assertExactly(sent.flat().map(({ value }) => value));
    },
  },
  {
    name: 'messages of one key go to one partition, from any process, with the key as text or as bytes',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const other = await harness.open();
      for (const key of manyKeys) {
        await scene.publish([{ key, value: key }]);
        await other.bus.publish(scene.topic, [{ key: new TextEncoder().encode(key), value: key }]);
      }
      await scene.join('member');
      await scene.waitForDeliveries(2 * manyKeys.length);
      const partitions = new Map<string, Set<number>>();
      for (const message of scene.recording.messages) {
        const key = textOf(message);
        partitions.set(key, (partitions.get(key) ?? new Set()).add(message.partition));
      }
      for (const [key, of] of partitions) assert.equal(of.size, 1, `partitions of ${key}`);
      assert.equal(new Set([...partitions.values()].flatMap((of) => [...of])).size, 3);
    },
  },
  {
    name: 'messages without a key are spread over the partitions',
    async run(harness) {
      const scene = await BusScene.open(harness);
      for (let nth = 0; nth < 60; nth += 1) await scene.publish([{ key: null, value: `${nth}` }]);
      await scene.join('member');
      await scene.waitForDeliveries(60);
      const used = new Set(scene.recording.messages.map(({ partition }) => partition));
      assert.equal(used.size, 3, `partitions used: ${[...used].join()}`);
    },
  },
];
