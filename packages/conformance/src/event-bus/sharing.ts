import assert from 'node:assert/strict';
import type { EventBusHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene, type Member } from './bus-scene.js';
import { manyKeys, numbered } from './numbered-messages.js';

export const sharingCases: readonly ConformanceCase<EventBusHarness>[] = [
  ...[
    { members: 1, shares: [3] },
    { members: 2, shares: [2, 1] },
    { members: 3, shares: [1, 1, 1] },
    { members: 4, shares: [1, 1, 1, 0] },
  ].map(({ members, shares }) => ({
    name: `three partitions over ${members} members make ${shares.join(' + ')}, every message handled once`,
    run: (harness: EventBusHarness) => shareOut(harness, members, shares),
  })),
  {
    name: 'members of one process share as members of several do',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const instance = await harness.open();
      const members = [
        await scene.join('first', { instance }),
        await scene.join('second', { instance }),
      ];
      await scene.waitForShares(members, [2, 1]);
      const messages = numbered(120, manyKeys);
      await scene.publish(messages);
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
      assertHandledByAll(scene, members);
    },
  },
  {
    name: 'a stand-by member takes over when another leaves',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const members = await joinAll(scene, 4);
      await scene.waitForShares(members, [1, 1, 1, 0]);
      const leaving = members.find(({ subscription }) => subscription.assignments().length > 0);
      assert.ok(leaving);
      await leaving.subscription.close();
      await scene.waitForShares(
        members.filter((member) => member !== leaving),
        [1, 1, 1],
      );
      const messages = numbered(120, manyKeys);
      await scene.publish(messages);
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
      assert.deepEqual(
        scene.recording.of(leaving.name),
        [],
        'a member that has left is handed nothing',
      );
    },
  },
  {
    name: 'a member is told which partitions it holds, after each change',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const told: (readonly number[])[] = [];
      const first = await scene.join('first', {
        observer: { assigned: (partitions) => told.push(partitions) },
      });
      await scene.waitForShares([first], [3]);
      await scene.waitFor(
        'it is told that it holds all partitions',
        () => told.at(-1)?.join() === '0,1,2',
      );
      const second = await scene.join('second');
      await scene.waitForShares([first, second], [2, 1]);
      await scene.waitFor(
        'it is told what it still holds',
        () => told.at(-1)?.join() === first.subscription.assignments().join(),
        () => told,
      );
      assert.equal(first.subscription.member, 'first');
    },
  },
  {
    name: 'a member that stands by is told that it holds nothing',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      const first = await scene.join('first');
      await scene.waitForShares([first], [1]);
      const told: (readonly number[])[] = [];
      const second = await scene.join('second', {
        observer: { assigned: (partitions) => told.push(partitions) },
      });
      await scene.waitFor(
        'one of the two holds the partition, and the second was told what it holds',
        () => told.at(-1)?.join() === second.subscription.assignments().join(),
        () => told,
      );
      await scene.waitForShares([first, second], [1, 0]);
    },
  },
];

async function shareOut(
  harness: EventBusHarness,
  count: number,
  shares: readonly number[],
): Promise<void> {
  const scene = await BusScene.open(harness);
  const members = await joinAll(scene, count);
  await scene.waitForShares(members, shares);
  const messages = numbered(240, manyKeys);
  await scene.publish(messages);
  await scene.waitForCommit();
  scene.recording.assertExactly(messages.map(({ value }) => value));
  assertHandledByAll(
    scene,
    members.filter(({ subscription }) => subscription.assignments().length > 0),
  );
}

async function joinAll(scene: BusScene, count: number): Promise<readonly Member[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => scene.join(`member-${index}`)));
}

/** Asserts that each member handled exactly the partitions that it holds. */
function assertHandledByAll(scene: BusScene, members: readonly Member[]): void {
  for (const { name, subscription } of members) {
    const handled = new Set(scene.recording.of(name).map(({ partition }) => partition));
    assert.deepEqual([...handled].sort(), [...subscription.assignments()], `handled by ${name}`);
  }
}
