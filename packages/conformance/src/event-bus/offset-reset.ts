import assert from 'node:assert/strict';
import type { OffsetTarget } from '@foldmart/core';
import type { EventBusHarness } from '../harness.js';
import { portErrorOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { waitUntil } from '../waiting.js';
import { BusScene } from './bus-scene.js';
import { manyKeys, numbered } from './numbered-messages.js';
import { Recording } from './recording.js';

export const offsetResetCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'after a reset to the earliest, a group reads everything again',
    async run(harness) {
      const { scene, bodies } = await handledOnce(harness, 3);
      await reset(scene, { to: 'earliest' });
      (await readAgain(scene)).assertExactly(bodies);
    },
  },
  {
    name: 'after a reset to the latest, a group reads only what is published later',
    async run(harness) {
      const { scene, bodies } = await handledOnce(harness, 3);
      await reset(scene, { to: 'earliest' });
      assert.equal(await lagOf(scene), bodies.length);
      await reset(scene, { to: 'latest' });
      const later = numbered(30, manyKeys, 100);
      await scene.publish(later);
      (await readAgain(scene)).assertExactly(later.map(({ value }) => value));
    },
  },
  {
    name: 'after a reset to an offset, a group reads from that message',
    async run(harness) {
      const { scene, bodies } = await handledOnce(harness, 1);
      const target = scene.recording.messages[17];
      assert.ok(target);
      await reset(scene, { to: 'offset', offset: target.offset });
      (await readAgain(scene)).assertExactly(bodies.slice(17));
    },
  },
  {
    name: 'a reset of one partition leaves the others where they are',
    async run(harness) {
      const { scene } = await handledOnce(harness, 3);
      const inPartition = scene.recording.messages.filter(({ partition }) => partition === 1);
      const target = inPartition[5];
      assert.ok(target);
      await reset(scene, { to: 'offset', offset: target.offset }, 1);
      const again = await readAgain(scene);
      assert.deepEqual(
        again.messages.map(({ partition, offset }) => ({ partition, offset })),
        inPartition.slice(5).map(({ partition, offset }) => ({ partition, offset })),
      );
    },
  },
  {
    name: 'after a reset to the end offset, a group has nothing to read',
    async run(harness) {
      const { scene } = await handledOnce(harness, 1);
      const [{ end } = { end: 'none' }] = await scene.bus.admin.lag(scene.group, scene.topic);
      await reset(scene, { to: 'earliest' });
      assert.equal(await lagOf(scene), 60);
      await reset(scene, { to: 'offset', offset: end });
      const [lag] = await scene.bus.admin.lag(scene.group, scene.topic);
      assert.deepEqual([lag?.lag, lag?.committed], [0, end]);
    },
  },
  {
    name: 'after a reset to a time, a group reads what was published then or later',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      await scene.publish(numbered(10, ['before']));
      await tick(harness);
      await scene.publish(numbered(10, ['after']));
      const first = await scene.join('first');
      await scene.waitForCommit();
      await first.subscription.close();
      const target = scene.recording.messages[10];
      assert.ok(target);
      await reset(scene, { to: 'time', timeMs: target.timestampMs });
      (await readAgain(scene)).assertExactly(numbered(10, ['after']).map(({ value }) => value));
      await reset(scene, { to: 'time', timeMs: 0 });
      assert.equal(await lagOf(scene), 20, 'a time before all messages is the earliest');
      await reset(scene, { to: 'time', timeMs: target.timestampMs + 3_600_000 });
      assert.equal(await lagOf(scene), 0, 'a time after all messages is the latest');
    },
  },
  {
    name: 'a group can be reset before its first member joins',
    async run(harness) {
      const scene = await BusScene.open(harness);
      await scene.publish(numbered(30, manyKeys));
      await reset(scene, { to: 'latest' });
      const later = numbered(30, manyKeys, 100);
      await scene.publish(later);
      (await readAgain(scene)).assertExactly(later.map(({ value }) => value));
    },
  },
  {
    name: 'a reset of one group leaves another where it is',
    async run(harness) {
      const { scene } = await handledOnce(harness, 3);
      const other = harness.uniqueName('group');
      await scene.bus.admin.resetOffsets(other, scene.topic, { to: 'earliest' });
      assert.equal(await lagOf(scene), 0);
    },
  },
  {
    name: 'an offset out of range is rejected, and nothing moves',
    async run(harness) {
      const { scene } = await handledOnce(harness, 1);
      const before = await scene.bus.admin.lag(scene.group, scene.topic);
      await portErrorOf(reset(scene, { to: 'offset', offset: farBeyond }), {
        reason: 'rejected',
        code: 'offset-out-of-range',
      });
      await portErrorOf(reset(scene, { to: 'offset', offset: 'no offset' }), {
        reason: 'rejected',
      });
      assert.deepEqual(await scene.bus.admin.lag(scene.group, scene.topic), before);
    },
  },
  {
    name: 'a reset of a group with members is rejected, and has no effect',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(60, manyKeys);
      const member = await scene.join('member');
      await scene.waitForShares([member], [3]);
      await scene.publish(messages);
      await scene.waitForCommit();
      await portErrorOf(reset(scene, { to: 'earliest' }), {
        reason: 'rejected',
        code: 'group-active',
      });
      await scene.publish([{ key: 'after', value: 'after#0' }]);
      await scene.waitForCommit();
      scene.recording.assertExactly([...messages.map(({ value }) => value), 'after#0']);
    },
  },
];

/** Beyond the end of any partition, as a number and as a time in milliseconds. */
const farBeyond = '99999999999999';

/** A topic whose messages a group has handled and committed; its member has left. */
async function handledOnce(
  harness: EventBusHarness,
  partitions: number,
): Promise<{ readonly scene: BusScene; readonly bodies: readonly string[] }> {
  const scene = await BusScene.open(harness, partitions);
  const messages = numbered(60, manyKeys);
  await scene.publish(messages);
  const first = await scene.join('first');
  await scene.waitForCommit();
  await first.subscription.close();
  return { scene, bodies: messages.map(({ value }) => value) };
}

function reset(scene: BusScene, target: OffsetTarget, partition?: number): Promise<void> {
  return scene.bus.admin.resetOffsets(scene.group, scene.topic, target, partition);
}

/** What the group is handed when it resumes, up to the end. */
async function readAgain(scene: BusScene): Promise<Recording> {
  const recording = new Recording(scene.topic);
  const member = await scene.join('again', { recording });
  await scene.waitForCommit();
  await member.subscription.close();
  return recording;
}

async function lagOf(scene: BusScene): Promise<number> {
  const lags = await scene.bus.admin.lag(scene.group, scene.topic);
  return lags.reduce((sum, { lag }) => sum + lag, 0);
}

/** Waits until the clock advances, so that the next message has a later timestamp. */
async function tick({ clock }: EventBusHarness): Promise<void> {
  const before = clock.now();
  await waitUntil(clock, 'the clock advances', () => clock.now() > before + 20);
}
