import assert from 'node:assert/strict';
import { BusScene } from '../event-bus/bus-scene.js';
import { numbered } from '../event-bus/numbered-messages.js';
import type { BusInstance, EventBusHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';

const memberCount = 50;
const processCount = 5;
const messageCount = 5_000;
/** Longer than the case: a busy machine must lose no member. */
const longSession = { sessionTimeoutMs: 60_000 };

export const manyMemberCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: '50 members of 5 processes share 50 partitions, and 5,000 messages are handled, each once',
    timeoutMs: 180_000,
    async run(harness) {
      const scene = await BusScene.open(harness, memberCount);
      const members = await joinMany(scene, harness);
      await scene.waitForShares(members, Array<number>(memberCount).fill(1));
      const messages = numbered(messageCount, keys);
      await scene.publish(messages);
      await scene.waitForBodies(messages.map(({ value }) => value));
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
      const busy = new Set(scene.recording.batches.map(({ member }) => member));
      assert.ok(
        busy.size > memberCount / 2,
        `only ${String(busy.size)} members were handed a batch`,
      );
    },
  },
];

/** More keys than partitions, so that nearly each partition has some. */
const keys = Array.from({ length: 200 }, (_, index) => `key-${String(index)}`);

async function joinMany(scene: BusScene, harness: EventBusHarness) {
  const instances: BusInstance[] = [];
  for (let each = 0; each < processCount; each += 1)
    instances.push(await harness.open(longSession));
  return Promise.all(
    Array.from({ length: memberCount }, (_, index) => {
      const instance = instances[index % processCount];
      return scene.join(`member-${String(index)}`, { ...(instance && { instance }) });
    }),
  );
}
