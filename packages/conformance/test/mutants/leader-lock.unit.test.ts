import { leaderLockSuite } from '@foldmart/conformance';
import type { HeldLock, LeaderLock } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingLocks } from './store-mutants.js';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a lock that every process acquires',
    mutate: changingLocks((locks) => {
      let names = 0;
      return { tryAcquire: (name) => locks.tryAcquire(`${name} ${(names += 1)}`) };
    }),
    caughtBy: [
      'a lock has one holder at a time, across processes and within one',
      'releasing again is not an error, and does not release the lock of another holder',
    ],
  },
  {
    what: 'a lock that its own process can acquire again',
    mutate: changingLocks(reentrant),
    caughtBy: ['a lock has one holder at a time, across processes and within one'],
  },
  {
    what: 'a lock that is never released',
    mutate: changingLocks((locks) => ({
      tryAcquire: async (name) => withRelease(await locks.tryAcquire(name), async () => undefined),
    })),
    caughtBy: ['any process can acquire a released lock'],
  },
  {
    what: 'a lock that is released by its name',
    mutate: changingLocks((locks) => ({
      tryAcquire: async (name) => {
        const held = await locks.tryAcquire(name);
        if (held !== undefined) latest.set(name, held);
        return withRelease(held, async () => latest.get(name)?.release());
      },
    })),
    caughtBy: ['releasing again is not an error, and does not release the lock of another holder'],
  },
  {
    what: 'a lock with one name',
    mutate: changingLocks((locks) => ({ tryAcquire: () => locks.tryAcquire('the lock') })),
    caughtBy: ['locks of different names are independent, however similar'],
  },
  {
    what: 'a lock whose names are trimmed',
    mutate: changingLocks((locks) => ({
      tryAcquire: (name) => locks.tryAcquire(name.trim().toLowerCase()),
    })),
    caughtBy: ['locks of different names are independent, however similar'],
  },
  {
    what: 'a lock whose loss is not reported',
    mutate: changingLocks((locks) => ({
      async tryAcquire(name) {
        const held = await locks.tryAcquire(name);
        return held && { lost: new AbortController().signal, release: () => held.release() };
      },
    })),
    caughtBy: ['a lock is free once its holder ends, and the holder is told that it is lost'],
  },
];

itRejects(leaderLockSuite, storeHarness, mutants);
itAccepts(leaderLockSuite, () => storeHarness((instance) => instance), mutants);

const latest = new Map<string, HeldLock>();

function withRelease(
  held: HeldLock | undefined,
  release: () => Promise<void>,
): HeldLock | undefined {
  return held && { lost: held.lost, release };
}

function reentrant(locks: LeaderLock): LeaderLock {
  const own = new Map<string, HeldLock>();
  return {
    async tryAcquire(name) {
      const held = own.get(name) ?? (await locks.tryAcquire(name));
      if (held !== undefined) own.set(name, held);
      return held;
    },
  };
}
