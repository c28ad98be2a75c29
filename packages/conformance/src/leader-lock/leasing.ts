import assert from 'node:assert/strict';
import type { LeaderLease, LeaderLock } from '@foldmart/core';
import type { LeaderLockHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { waitUntil } from '../waiting.js';
import { acquire, takeOver } from './acquire.js';

/** Short, so that it expires within a case. */
const leaseMs = 1_000;
/** A lease, and time for a busy service to answer. */
const takeOverMs = leaseMs + 9_000;
/** Long enough for a busy service to renew it. */
const lastingMs = 3_000;

export const leasingCases: readonly ConformanceCase<LeaderLockHarness>[] = [
  {
    name: 'a holder that is stopped loses its lock to another process, and is told when it resumes',
    async run(harness) {
      const hung = await harness.openLeader(leaseMs);
      const standBy = await harness.open([]);
      const name = harness.uniqueName('lock');
      const held = await acquire(hung.instance, name);
      await hung.stall();
      const next = await takeOver(harness.clock, standBy, name, takeOverMs);
      const lease = await leaseOf(standBy.locks, name);
      assert.deepEqual([lease.token, lease.isValid], [next.token, true], 'the only valid lease');
      await hung.resume();
      await waitUntil(harness.clock, 'the loss is reported', () => held.lost.aborted);
      await held.release();
      const third = await harness.open([]);
      assert.equal(await third.locks.tryAcquire(name), undefined, 'the next holder holds it');
      assert.equal(next.lost.aborted, false);
    },
  },
  {
    name: 'a holder that is stopped for less than its lease keeps its lock',
    async run(harness) {
      const paused = await harness.openLeader(20 * leaseMs);
      const standBy = await harness.open([]);
      const name = harness.uniqueName('lock');
      const held = await acquire(paused.instance, name);
      await paused.stall();
      assert.equal(await standBy.locks.tryAcquire(name), undefined, 'while it is stopped');
      await paused.resume();
      assert.equal(await standBy.locks.tryAcquire(name), undefined, 'when it has resumed');
      assert.equal(held.lost.aborted, false);
    },
  },
  {
    name: 'a process that is killed loses its locks to another process',
    async run(harness) {
      const doomed = await harness.openLeader(leaseMs);
      const standBy = await harness.open([]);
      const name = harness.uniqueName('lock');
      await acquire(doomed.instance, name);
      await doomed.crash();
      const next = await takeOver(harness.clock, standBy, name, takeOverMs);
      assert.equal(next.lost.aborted, false);
    },
  },
  {
    name: 'a holder keeps its lock for longer than a lease',
    async run(harness) {
      const { instance } = await harness.openLeader(lastingMs);
      const standBy = await harness.open([]);
      const name = harness.uniqueName('lock');
      const held = await acquire(instance, name);
      const first = await leaseOf(standBy.locks, name);
      await waitUntil(harness.clock, 'the lease is renewed after its first end', async () => {
        assert.equal(await standBy.locks.tryAcquire(name), undefined, 'it is held');
        const { renewedAt, token } = await leaseOf(standBy.locks, name);
        assert.equal(token, held.token, 'without another acquisition');
        return renewedAt > first.expiresAt;
      });
      assert.equal(held.lost.aborted, false);
    },
  },
];

async function leaseOf(locks: LeaderLock, name: string): Promise<LeaderLease> {
  const [lease, ...others] = (await locks.leases()).filter((each) => each.name === name);
  assert.ok(lease !== undefined && others.length === 0, 'a lock has one lease');
  return lease;
}
