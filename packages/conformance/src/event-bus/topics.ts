import assert from 'node:assert/strict';
import { topicDrift } from '@foldmart/core';
import type { EventBusHarness } from '../harness.js';
import { rejectionOf, portErrorOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene, topicSpec } from './bus-scene.js';
import { manyKeys, numbered } from './numbered-messages.js';

export const topicCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'topics are created as specified, and described in the order asked for',
    async run(harness) {
      const { bus } = await harness.open();
      const names = ['b', 'a', 'c'].map((prefix) => harness.uniqueName(prefix));
      const specs = names.map((name, index) => topicSpec(harness, name, index + 1));
      await bus.admin.createTopics(specs);
      const missing = harness.uniqueName('missing');
      const asked = [...names.slice(1), missing, ...names.slice(0, 1)];
      const described = await bus.admin.describeTopics(asked);
      assert.deepEqual(
        described.map(({ name }) => name),
        [...names.slice(1), ...names.slice(0, 1)],
      );
      for (const spec of specs) {
        const actual = described.find(({ name }) => name === spec.name);
        assert.deepEqual(topicDrift(spec, actual), [], `drift of ${spec.name}`);
      }
    },
  },
  {
    name: 'a topic that exists is left as it is, with its messages',
    async run(harness) {
      const scene = await BusScene.open(harness, 2);
      const messages = numbered(20, manyKeys);
      await scene.publish(messages);
      const spec = topicSpec(harness, scene.topic, 5);
      const another = topicSpec(harness, harness.uniqueName('topic'), 1);
      await scene.bus.admin.createTopics([spec, another]);
      await scene.bus.admin.createTopics([]);
      const described = await scene.bus.admin.describeTopics([scene.topic, another.name]);
      assert.deepEqual(
        described.map(({ partitions }) => partitions),
        [2, 1],
      );
      await scene.join('member');
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
    },
  },
  {
    name: 'concurrent creations of the same topics all succeed',
    async run(harness) {
      const instances = await Promise.all(Array.from({ length: 3 }, () => harness.open()));
      const specs = ['a', 'b'].map((prefix) => topicSpec(harness, harness.uniqueName(prefix), 2));
      await Promise.all(instances.map(({ bus }) => bus.admin.createTopics(specs)));
      const described = await instances[0]?.bus.admin.describeTopics(specs.map(({ name }) => name));
      assert.deepEqual(described?.length, 2);
    },
  },
  {
    name: 'a topic can be used from any process as soon as it is created',
    async run(harness) {
      const [maker, user] = [await harness.open(), await harness.open()];
      const spec = topicSpec(harness, harness.uniqueName('topic'), 3);
      await maker.bus.admin.createTopics([spec]);
      await user.bus.publish(spec.name, numbered(30, manyKeys));
      const group = harness.uniqueName('group');
      const options = { topic: spec.name, group, member: 'member' };
      const subscription = await user.bus.subscribe(options, async () => undefined);
      await subscription.close();
    },
  },
  {
    name: 'all topics are listed, sorted, without the transport’s internal ones',
    async run(harness) {
      const { bus } = await harness.open();
      const names = ['b', 'a', 'c'].map((prefix) => harness.uniqueName(prefix));
      await bus.admin.createTopics(names.map((name) => topicSpec(harness, name, 1)));
      const listed = await bus.admin.listTopics();
      for (const name of names) assert.ok(listed.includes(name), `${name} is listed`);
      assert.deepEqual(listed, [...listed].sort());
      assert.deepEqual(
        listed.filter((name) => name.startsWith('__')),
        [],
      );
    },
  },
  {
    name: 'a deleted topic is gone with its messages, and deleting it again is not an error',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const { bus, topic } = scene;
      await scene.publish(numbered(20, manyKeys));
      await bus.admin.deleteTopics([topic, harness.uniqueName('missing')]);
      await bus.admin.deleteTopics([topic]);
      await bus.admin.deleteTopics([]);
      assert.deepEqual(await bus.admin.describeTopics([topic]), []);
      assert.equal((await bus.admin.listTopics()).includes(topic), false);
      const error = portErrorOf(bus.publish(topic, [{ key: 'k', value: 'v' }]), {
        reason: 'rejected',
        code: 'unknown-topic',
      });
      await error;
      await rejectionOf(bus.admin.lag(scene.group, topic));
    },
  },
  {
    name: 'a topic that was deleted without a trace can be created again, and is empty',
    async run(harness) {
      const { bus } = await harness.open();
      const spec = topicSpec(harness, harness.uniqueName('topic'), 1);
      await bus.admin.createTopics([spec]);
      await bus.publish(spec.name, numbered(3, manyKeys));
      await bus.admin.deleteTopics([spec.name], { leaveNoTrace: true });
      assert.deepEqual(await bus.admin.describeTopics([spec.name]), []);
      assert.equal((await bus.admin.listTopics()).includes(spec.name), false);
      await bus.admin.createTopics([spec]);
      const lags = await bus.admin.lag(harness.uniqueName('group'), spec.name);
      assert.deepEqual(
        lags.map(({ lag }) => lag),
        [0],
      );
    },
  },
  {
    name: 'a topic that is created again after a deletion is empty',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const { bus, topic } = scene;
      await scene.publish(numbered(20, manyKeys));
      await bus.admin.deleteTopics([topic]);
      await bus.admin.createTopics([topicSpec(harness, topic, 3)]);
      await scene.publish([{ key: 'k', value: 'k#0' }]);
      await scene.join('member');
      await scene.waitForCommit();
      scene.recording.assertExactly(['k#0']);
    },
  },
];
