import assert from 'node:assert/strict';
import { byKey } from '../event-bus/numbered-messages.js';
import type { ConformanceCase } from '../suite.js';
import { ProcessScene, type MemberProcessHarness } from './process-scene.js';

export const killedCases: readonly ConformanceCase<MemberProcessHarness>[] = [
  {
    name: 'another process takes over from a killed one after its session: what it committed is not redelivered, what it had in hand is',
    run: (harness) =>
      ProcessScene.run(harness, 1, async (scene) => {
        const committed = await scene.publish(20);
        const doomed = await scene.start('doomed', { holdsAfter: 20 });
        await scene.waitForCommit();
        const later = await scene.publish(40, 4);
        await scene.waitFor('it has a batch in hand', () => doomed.open.length > 0);
        const inHand = doomed.open.flatMap(({ bodies }) => bodies);
        await doomed.kill();
        const heir = await scene.start('heir');
        await scene.waitForCommit();
        await scene.waitFor(
          'the heir is handed the rest',
          () => heir.bodies.length >= 40,
          reportMs,
        );
        assert.deepEqual(
          [...heir.bodies].sort(),
          [...later].sort(),
          'what was not committed, once',
        );
        assert.deepEqual(
          byKey(heir.bodies),
          byKey([...heir.bodies].sort(byNumber)),
          'in the order of its key',
        );
        assert.ok(
          inHand.every((body) => heir.bodies.includes(body)),
          'what was in hand is redelivered',
        );
        assert.ok(!heir.bodies.some((body) => committed.includes(body)));
      }),
  },
];

/** What is committed was reported shortly before. */
const reportMs = 5_000;

function byNumber(one: string, other: string): number {
  return Number(one.split('#')[1]) - Number(other.split('#')[1]);
}
