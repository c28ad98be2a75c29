import assert from 'node:assert/strict';
import type { EventBusHarness } from '../harness.js';
import { portErrorOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene } from './bus-scene.js';
import { manyKeys, numbered } from './numbered-messages.js';
import { Recording } from './recording.js';

export const groupDeletionCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'a deleted group is gone with its commits, and deleting it again is not an error',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const { bus, group, topic } = scene;
      const messages = numbered(30, manyKeys);
      await scene.publish(messages);
      const other = await handledBy(scene, harness.uniqueName('group'));
      await handledBy(scene, group);
      await bus.admin.deleteGroups([harness.uniqueName('missing'), group]);
      await bus.admin.deleteGroups([group]);
      await bus.admin.deleteGroups([]);
      const lags = await bus.admin.lag(group, topic);
      assert.deepEqual([...new Set(lags.map(({ committed }) => committed))], [null]);
      await scene.waitForCommit(other);
      const again = new Recording(topic);
      await scene.join('again', { recording: again });
      await scene.waitForCommit();
      again.assertExactly(messages.map(({ value }) => value));
    },
  },
  {
    name: 'a group with members is not deleted',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(30, manyKeys);
      const member = await scene.join('member');
      await scene.waitForShares([member], [3]);
      await scene.publish(messages);
      await scene.waitForCommit();
      await portErrorOf(scene.bus.admin.deleteGroups([scene.group]), {
        reason: 'rejected',
        code: 'group-active',
      });
      await scene.publish([{ key: 'after', value: 'after#0' }]);
      await scene.waitForCommit();
      scene.recording.assertExactly([...messages.map(({ value }) => value), 'after#0']);
    },
  },
];

/** Lets a group handle and commit everything, and leave. */
async function handledBy(scene: BusScene, group: string): Promise<string> {
  const recording = new Recording(scene.topic);
  const member = await scene.join('first', { group, recording });
  await scene.waitForCommit(group);
  await member.subscription.close();
  return group;
}
