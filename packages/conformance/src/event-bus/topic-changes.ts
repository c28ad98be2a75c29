import assert from 'node:assert/strict';
import { topicDrift } from '@foldmart/core';
import type { EventBusHarness } from '../harness.js';
import { portErrorOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene, topicSpec } from './bus-scene.js';
import { manyKeys, numbered } from './numbered-messages.js';

const DAY_MS = 86_400_000;

export const topicChangeCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'a change of a topic ends its drift, and keeps what it leaves out, and the messages',
    async run(harness) {
      const scene = await BusScene.open(harness, 2);
      const messages = numbered(20, manyKeys);
      await scene.publish(messages);
      const [before] = await scene.bus.admin.describeTopics([scene.topic]);
      await scene.bus.admin.alterTopics([{ name: scene.topic, retentionMs: 3 * DAY_MS }]);
      const [retained] = await scene.bus.admin.describeTopics([scene.topic]);
      assert.deepEqual(retained, { ...before, retentionMs: 3 * DAY_MS });
      await scene.bus.admin.alterTopics([{ name: scene.topic, minInsyncReplicas: 1 }]);
      const [actual] = await (await harness.open()).bus.admin.describeTopics([scene.topic]);
      const spec = topicSpec(harness, scene.topic, 2);
      const wanted = { ...spec, retentionMs: 3 * DAY_MS, minInsyncReplicas: 1 };
      assert.deepEqual(topicDrift(wanted, actual), []);
      await scene.join('member');
      await scene.waitForBodies(messages.map(({ value }) => value));
    },
  },
  {
    name: 'added partitions are used by those who come later, and earlier messages are kept',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      const former = numbered(24, manyKeys);
      await scene.publish(former);
      await scene.bus.admin.alterTopics([{ name: scene.topic, partitions: 3 }]);
      const [described] = await scene.bus.admin.describeTopics([scene.topic]);
      assert.equal(described?.partitions, 3);
      const { bus } = await harness.open();
      const later = numbered(48, manyKeys, 1);
      await bus.publish(scene.topic, later);
      const member = await scene.join('member');
      await scene.waitForBodies([...former, ...later].map(({ value }) => value));
      await scene.waitForShares([member], [3]);
      const used = new Set(scene.recording.messages.map(({ partition }) => partition));
      assert.deepEqual([...used].sort(), [0, 1, 2]);
    },
  },
  {
    name: 'a group that has read a topic begins at the start of an added partition',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      await scene.publish(numbered(24, manyKeys));
      const first = await scene.join('first');
      await scene.waitForCommit();
      await first.subscription.close();
      await scene.bus.admin.alterTopics([{ name: scene.topic, partitions: 3 }]);
      const { bus } = await harness.open();
      const later = numbered(48, manyKeys, 1);
      await bus.publish(scene.topic, later);
      await scene.join('second');
      await scene.waitForBodies(later.map(({ value }) => value));
    },
  },
  {
    name: 'fewer partitions, and a change of a topic that does not exist, are rejected',
    async run(harness) {
      const scene = await BusScene.open(harness, 2);
      const { admin } = scene.bus;
      await portErrorOf(admin.alterTopics([{ name: scene.topic, partitions: 1 }]), {
        reason: 'rejected',
      });
      await portErrorOf(admin.alterTopics([{ name: scene.topic, retentionMs: -5 }]), {
        reason: 'rejected',
      });
      const [described] = await admin.describeTopics([scene.topic]);
      assert.equal(described?.partitions, 2);
      await portErrorOf(admin.alterTopics([{ name: harness.uniqueName('no'), partitions: 3 }]), {
        reason: 'rejected',
        code: 'unknown-topic',
      });
      await admin.alterTopics([]);
    },
  },
];
