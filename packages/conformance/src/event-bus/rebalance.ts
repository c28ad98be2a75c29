import assert from 'node:assert/strict';
import { inBackground } from '../background.js';
import type { EventBusHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene } from './bus-scene.js';
import { manyKeys, numbered } from './numbered-messages.js';

export const rebalanceCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'each key’s order holds while a member joins in the middle of the stream',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(480, manyKeys);
      const work = (): Promise<void> => harness.clock.sleep(5);
      const first = await scene.join('first', { maxBatchMessages: 10, work });
      const stream = inBackground(publishSlowly(scene, messages));
      await scene.waitForDeliveries(60);
      const second = await scene.join('second', { maxBatchMessages: 10, work });
      await scene.waitForShares([first, second], [2, 1]);
      await stream;
      await scene.waitForCommit();
      scene.recording.assertAtLeast(messages.map(({ value }) => value));
    },
  },
  {
    name: 'each key’s order holds while a member leaves in the middle of the stream',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(480, manyKeys);
      const work = (): Promise<void> => harness.clock.sleep(5);
      const first = await scene.join('first', { maxBatchMessages: 10, work });
      const second = await scene.join('second', { maxBatchMessages: 10, work });
      await scene.waitForShares([first, second], [2, 1]);
      const stream = inBackground(publishSlowly(scene, messages));
      await scene.waitForDeliveries(60);
      await second.subscription.close();
      const left = scene.recording.of('second').length;
      await scene.waitForShares([first], [3]);
      await stream;
      await scene.waitForCommit();
      scene.recording.assertAtLeast(messages.map(({ value }) => value));
      assert.equal(
        scene.recording.of('second').length,
        left,
        'a member that has left is handed nothing',
      );
    },
  },
  {
    name: 'members that join and leave one after another lose nothing and reorder nothing',
    timeoutMs: 120_000,
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(600, manyKeys);
      const work = (): Promise<void> => harness.clock.sleep(2);
      const members = [await scene.join('member-0', { maxBatchMessages: 10, work })];
      const stream = inBackground(publishSlowly(scene, messages));
      for (let nth = 1; nth <= 4; nth += 1) {
        members.push(await scene.join(`member-${nth}`, { maxBatchMessages: 10, work }));
        await scene.waitForShares(members, members.length === 1 ? [3] : [2, 1]);
        await members.shift()?.subscription.close();
      }
      await stream;
      await scene.waitForCommit();
      scene.recording.assertAtLeast(messages.map(({ value }) => value));
    },
  },
];

/** Publishes slowly, so that members join and leave meanwhile. */
async function publishSlowly(
  scene: BusScene,
  messages: ReturnType<typeof numbered>,
): Promise<void> {
  for (let from = 0; from < messages.length; from += 12) {
    await scene.publish(messages.slice(from, from + 12));
    await scene.harness.clock.sleep(10);
  }
}
