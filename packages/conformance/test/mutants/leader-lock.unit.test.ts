import { leaderLockSuite } from '@foldmart/conformance';
import type { HeldLock, LeaderLease, LeaderLock } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingLocks } from './store-mutants.js';

const stopped =
  'a holder that is stopped loses its lock to another process, and is told when it resumes';
const listed = 'every process sees the last lease of each lock, and whether it is valid';

const madeUp: LeaderLease = {
  name: 'made up',
  holder: 'nobody',
  token: 1,
  renewedAt: '2026-02-03T14:30:00.000000Z',
  expiresAt: '2026-02-03T14:30:10.000000Z',
  isValid: false,
};

const stuckLocks = new Set<string>();

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
        return held && changed(held, { lost: new AbortController().signal });
      },
    })),
    caughtBy: [
      'a lock is free once its holder ends, and the holder is told that it is lost',
      stopped,
    ],
  },
  {
    what: 'a lock that only its holder can give up',
    mutate: changingLocks((locks) => {
      return {
        async tryAcquire(name) {
          if (stuckLocks.has(name)) return undefined;
          const held = await locks.tryAcquire(name);
          if (held !== undefined) stuckLocks.add(name);
          return withRelease(held, async () => {
            stuckLocks.delete(name);
            await held?.release();
          });
        },
      };
    }),
    caughtBy: [stopped, 'a process that is killed loses its locks to another process'],
  },
  {
    what: 'a lock that is not kept',
    mutate: changingLocks((locks) => ({
      async tryAcquire(name) {
        const held = await locks.tryAcquire(name);
        await held?.release();
        return held;
      },
    })),
    caughtBy: [
      'a holder keeps its lock for longer than a lease',
      'a holder that is stopped for less than its lease keeps its lock',
    ],
  },
  {
    what: 'a lock whose tokens do not rise',
    mutate: changingLocks((locks) => ({
      async tryAcquire(name) {
        const held = await locks.tryAcquire(name);
        return held && changed(held, { token: 1 });
      },
    })),
    caughtBy: ['the token of a lock rises with every acquisition, by any process'],
  },
  {
    what: 'leases that are always valid',
    mutate: changingLeases((leases) => leases.map((lease) => ({ ...lease, isValid: true }))),
    caughtBy: [listed],
  },
  {
    what: 'leases that never end',
    mutate: changingLeases((leases) =>
      leases.map((lease) => ({ ...lease, expiresAt: lease.renewedAt.replace('2026', '0001') })),
    ),
    caughtBy: [listed],
  },
  {
    what: 'leases that are listed while they are valid',
    mutate: changingLeases((leases) => leases.filter(({ isValid }) => isValid)),
    caughtBy: [listed],
  },
  {
    what: 'leases with the token of the former holder',
    mutate: changingLeases((leases) =>
      leases.map((lease) => ({ ...lease, token: lease.token - 1 })),
    ),
    caughtBy: [stopped, listed],
  },
  {
    what: 'leases that are never renewed',
    mutate: changingLeases((leases) =>
      leases.map((lease) => ({ ...lease, renewedAt: '0001-01-01T00:00:00.000000Z' })),
    ),
    caughtBy: ['a holder keeps its lock for longer than a lease'],
  },
  {
    what: 'a lease that nobody has acquired',
    mutate: changingLeases((leases) => (leases.length > 0 ? leases : [madeUp])),
    caughtBy: ['a database whose locks nobody has acquired lists no lease'],
  },
];

itRejects(leaderLockSuite, storeHarness, mutants);
itAccepts(leaderLockSuite, () => storeHarness((instance) => instance), mutants);

const latest = new Map<string, HeldLock>();

function withRelease(
  held: HeldLock | undefined,
  release: () => Promise<void>,
): HeldLock | undefined {
  return held && changed(held, { release });
}

function changed(held: HeldLock, change: Partial<HeldLock>): HeldLock {
  const { token, lost } = held;
  return { token, lost, release: () => held.release(), ...change };
}

function changingLeases(
  change: (leases: readonly LeaderLease[]) => readonly LeaderLease[],
): StoreMutation {
  return changingLocks((locks) => ({ leases: async () => change(await locks.leases()) }));
}

function reentrant(locks: LeaderLock): Partial<LeaderLock> {
  const own = new Map<string, HeldLock>();
  return {
    async tryAcquire(name) {
      const held = own.get(name) ?? (await locks.tryAcquire(name));
      if (held !== undefined) own.set(name, held);
      return held;
    },
  };
}
