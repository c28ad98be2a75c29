import assert from 'node:assert/strict';
import { BusScene } from '../event-bus/bus-scene.js';
import { numbered } from '../event-bus/numbered-messages.js';
import type { EventBusHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';

const partitions = 8;
const messageCount = 5_000;
const largestBatch = 500;
/** Several of them for each partition, so that work is under way at each close. */
const joiningBatch = 150;
const workMs = 200;
const longSession = { sessionTimeoutMs: 60_000 };

export const closingMemberCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'members that join and close while large batches are under way cause no redelivery',
    timeoutMs: 180_000,
    async run(harness) {
      const scene = await BusScene.open(harness, partitions);
      const messages = numbered(messageCount, keys);
      const bodies = messages.map(({ value }) => value);
      const work = (): Promise<void> => harness.clock.sleep(workMs);
      const join = (name: string) =>
        scene.join(name, { instanceOptions: longSession, maxBatchMessages: joiningBatch, work });
      let members = [await join('first'), await join('second'), await join('third')];
      await scene.waitForShares(members, [3, 3, 2]);
      await scene.publish(messages);
      for (let round = 0; round < 4; round += 1) {
        await scene.waitFor(
          'a batch is under way',
          () => scene.recording.open.length > 0 || isAllHanded(scene),
        );
        const [leaving, ...staying] = members;
        assert.ok(leaving);
        const joining = join(`joining-${String(round)}`);
        await leaving.subscription.close({ deadlineMs: 30_000 });
        members = [...staying, await joining];
      }
      await scene.waitForBodies(bodies);
      await scene.waitForCommit();
      scene.recording.assertExactly(bodies);
    },
  },
  {
    name: 'members that close before their large batches end have these redelivered, and nothing else',
    timeoutMs: 180_000,
    async run(harness) {
      const scene = await BusScene.open(harness, partitions);
      const messages = numbered(messageCount, keys);
      const bodies = messages.map(({ value }) => value);
      await scene.publish(messages);
      const impatient = await Promise.all(
        ['first', 'second', 'third', 'fourth'].map((name) =>
          scene.join(name, {
            instanceOptions: longSession,
            maxBatchMessages: largestBatch,
            work: (_batch, { signal }) => aborted(signal),
          }),
        ),
      );
      await scene.waitFor(
        'each partition has a batch in hand',
        () => scene.recording.open.length === partitions,
      );
      const inHand = scene.recording.open.flatMap((batch) => batch.bodies);
      await Promise.all(
        impatient.map(({ subscription }) => subscription.close({ deadlineMs: 100 })),
      );
      await scene.join('heir', { instanceOptions: longSession, maxBatchMessages: largestBatch });
      await scene.waitForBodies(bodies);
      await scene.waitForCommit();
      scene.recording.assertAtLeast(bodies);
      assert.deepEqual(
        [...scene.recording.bodies].sort(),
        [...bodies, ...inHand].sort(),
        'only what was in hand is delivered twice',
      );
    },
  },
];

const keys = Array.from({ length: 64 }, (_, index) => `key-${String(index)}`);

function isAllHanded({ recording }: BusScene): boolean {
  return recording.bodies.length >= messageCount;
}

/** Fails once the result can no longer count. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('The member closes.')));
  });
}
