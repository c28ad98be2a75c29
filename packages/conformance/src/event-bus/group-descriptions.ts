import assert from 'node:assert/strict';
import type { GroupDescription } from '@foldmart/core';
import type { EventBusHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene, shortSession, topicSpec } from './bus-scene.js';
import { manyKeys, numbered } from './numbered-messages.js';

export const groupDescriptionCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'a group is described with its members, by name, and with the partitions that each holds',
    async run(harness) {
      const scene = await BusScene.open(harness, 3);
      const members = [await scene.join('b'), await scene.join('a')];
      await scene.waitForShares(members, [2, 1]);
      const { state, topics, members: described } = await describeWhenStable(scene);
      assert.deepEqual([state, topics], ['stable', [scene.topic]]);
      const held = members.map(({ name, subscription }) => {
        return { name, partitions: subscription.assignments() };
      });
      assert.deepEqual(
        described.map(({ name, assignments }) => {
          return { name, partitions: assignments.flatMap(({ partitions }) => partitions) };
        }),
        held.toReversed(),
      );
      const memberTopics = described.flatMap(({ assignments }) =>
        assignments.map((of) => of.topic),
      );
      assert.deepEqual(memberTopics, [scene.topic, scene.topic]);
      assert.equal(new Set(described.map(({ id }) => id)).size, 2);
    },
  },
  {
    name: 'a member that stands by is described without partitions',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      const members = [await scene.join('one'), await scene.join('two')];
      await scene.waitForShares(members, [1, 0]);
      const { members: described } = await describeWhenStable(scene);
      const shares = described.map(({ assignments }) => assignments.map((of) => of.partitions));
      assert.deepEqual(shares.flat().toSorted(), [[], [0]]);
    },
  },
  {
    name: 'a group whose members have left is empty, and keeps its topics',
    async run(harness) {
      const scene = await BusScene.open(harness);
      await scene.publish(numbered(30, manyKeys));
      const member = await scene.join('member');
      await scene.waitForCommit();
      await member.subscription.close();
      assert.deepEqual(await scene.bus.admin.describeGroups([scene.group]), [
        { group: scene.group, state: 'empty', topics: [scene.topic], members: [] },
      ]);
    },
  },
  {
    name: 'a member that was killed is in its group until its session expires',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const killed = await scene.join('killed', { instanceOptions: shortSession });
      const kept = await scene.join('kept', { instanceOptions: shortSession });
      await scene.waitForShares([killed, kept], [2, 1]);
      await killed.instance.crash();
      await scene.waitFor('one member is left', async () => {
        const [group] = await scene.bus.admin.describeGroups([scene.group]);
        return group?.members.map(({ name }) => name).join() === 'kept';
      });
    },
  },
  {
    name: 'groups are listed by name, described in the order asked for, and absent if they never existed',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const { admin } = scene.bus;
      const groups = ['b', 'a', 'c'].map((prefix) => harness.uniqueName(prefix));
      const missing = harness.uniqueName('missing');
      for (const group of groups) {
        await admin.resetOffsets(group, scene.topic, { to: 'earliest' });
      }
      const listed = await admin.listGroups();
      assert.deepEqual(listed, [...listed].sort());
      assert.deepEqual(
        listed.filter((name) => [...groups, missing].includes(name)),
        [...groups].sort(),
      );
      const described = await admin.describeGroups([...groups, missing]);
      assert.deepEqual(
        described,
        groups.map((group) => ({ group, state: 'empty', topics: [scene.topic], members: [] })),
      );
      assert.deepEqual(await admin.describeGroups([]), []);
    },
  },
  {
    name: 'a group that reads several topics is described over all of them',
    async run(harness) {
      const scene = await BusScene.open(harness, 2);
      const other = harness.uniqueName('topic');
      await scene.bus.admin.createTopics([topicSpec(harness, other, 1)]);
      const topics = [scene.topic, other].sort();
      for (const topic of topics) {
        await scene.bus.admin.resetOffsets(scene.group, topic, { to: 'earliest' });
      }
      const [group] = await scene.bus.admin.describeGroups([scene.group]);
      assert.deepEqual(group?.topics, topics);
    },
  },
];

async function describeWhenStable(scene: BusScene): Promise<GroupDescription> {
  let described: GroupDescription | undefined;
  await scene.waitFor(
    'the group is stable',
    async () => {
      [described] = await scene.bus.admin.describeGroups([scene.group]);
      return described?.state === 'stable';
    },
    () => described,
  );
  assert.ok(described);
  return described;
}
