import assert from 'node:assert/strict';
import type { ConformanceCase } from '../suite.js';
import { grace } from '../waiting.js';
import { ProcessScene, type MemberProcessHarness } from './process-scene.js';

export const stoppedCases: readonly ConformanceCase<MemberProcessHarness>[] = [
  {
    name: 'a process that was stopped beyond its session resumes, moves no commit, works on no partition of another, and takes part again',
    timeoutMs: 90_000,
    run: (harness) =>
      ProcessScene.run(harness, 1, async (scene) => {
        const stopped = await scene.start('stopped', { holdsAfter: 0 });
        const early = await scene.publish(40);
        await scene.waitFor('it has a batch in hand', () => stopped.open.length === 1);
        const inHand = [...stopped.open];
        stopped.stop();
        const heir = await scene.start('heir');
        await scene.waitForCommit();
        assert.deepEqual([...heir.bodies].sort(), [...early].sort(), 'the heir handles them, once');
        stopped.release();
        stopped.proceed();
        await scene.waitFor('its handler ends', () => stopped.open.length === 0);
        await grace(harness.clock, lateCommitMs);
        await scene.assertAllCommitted();
        const later = await scene.publish(20, 8);
        await scene.waitForCommit();
        scene.assertNoOverlap(inHand);
        await heir.close();
        await scene.waitFor('it takes over', () => stopped.holds?.length === 1);
        const last = await scene.publish(20, 12);
        await scene.waitForCommit();
        await scene.waitFor('it handles the last', () => stopped.bodies.length >= 25);
        const handled = [...heir.bodies, ...stopped.bodies.slice(5)];
        assert.deepEqual(
          [...handled].sort(),
          [...early, ...later, ...last].sort(),
          'each message once, but for what was in hand',
        );
      }),
  },
  {
    name: 'a process that was stopped for less than its session keeps its partitions, and its work counts',
    run: (harness) =>
      ProcessScene.run(harness, 1, async (scene) => {
        const stopped = await scene.start('stopped', { holdsAfter: 0, sessionTimeoutMs: 30_000 });
        const other = await scene.start('other', { standsBy: true, sessionTimeoutMs: 30_000 });
        const bodies = await scene.publish(20);
        await scene.waitFor('it has a batch in hand', () => stopped.open.length === 1);
        stopped.stop();
        await grace(harness.clock, shortStopMs);
        assert.deepEqual(other.holds, [], 'no partition moves');
        stopped.release();
        stopped.proceed();
        await scene.waitForCommit();
        assert.deepEqual([...stopped.bodies].sort(), [...bodies].sort(), 'each message once');
        assert.ok(
          stopped.batches.every(({ abortedAtMs }) => abortedAtMs === undefined),
          'no signal aborts',
        );
      }),
  },
];

/** A commit of a former owner has arrived by then, if it is sent. */
const lateCommitMs = 1_000;
/** Several heartbeats. */
const shortStopMs = 3_000;
