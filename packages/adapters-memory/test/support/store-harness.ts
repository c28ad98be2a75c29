import {
  ProcessClock,
  type HeldAppend,
  type LeaderLockHarness,
  type StoreInstance,
} from '@foldmart/conformance';
import type { ShopStoreHarness } from '@foldmart/conformance/shop';
import type { Clock, Projection, StreamAppend } from '@foldmart/core';
import {
  createMemoryDatabase,
  MemoryDatabase,
  type BeforeCommit,
  type MemoryDatabaseInstance,
  type MemoryModule,
} from '@foldmart/adapters-memory';
import { memoryShop } from '@foldmart/adapters-memory/shop';

const wasted = new Error('rolled back on purpose');

/** Instances of one memory database, as several processes on one server. */
export async function memoryStoreHarness(clock: Clock): Promise<LeaderLockHarness> {
  return harnessWith(clock, [], (instance) => instance);
}

/** The same, opened with the shop's module. */
export async function memoryShopHarness(clock: Clock): Promise<ShopStoreHarness> {
  return harnessWith(clock, [memoryShop], (instance) => ({
    ...instance,
    ...instance.module(memoryShop),
  }));
}

function harnessWith<Instance extends StoreInstance>(
  clock: Clock,
  modules: readonly MemoryModule<unknown>[],
  toInstance: (database: MemoryDatabaseInstance) => Instance,
): LeaderLockHarness<Instance> {
  const database = new MemoryDatabase({ clock });
  const instances: MemoryDatabaseInstance[] = [];
  const held: HeldAppend[] = [];
  let names = 0;
  let given: readonly Projection[] = [];
  const stopped: ProcessClock[] = [];
  const open = (
    beforeCommit?: BeforeCommit,
    own: { readonly clock?: Clock; readonly leaderLeaseMs?: number } = {},
  ): MemoryDatabaseInstance => {
    const { clock: ownClock = clock, ...options } = own;
    const hook = beforeCommit === undefined ? {} : { beforeCommit };
    const instance = createMemoryDatabase(options, {
      clock: ownClock,
      projections: given,
      modules,
      database,
      ...hook,
    });
    instances.push(instance);
    return instance;
  };
  return {
    clock,
    uniqueName: (prefix) => `${prefix}-${(names += 1)}`,
    async open(projections) {
      given = projections;
      return toInstance(open());
    },
    async openProcess(projections) {
      given = projections;
      const instance = open();
      return {
        instance: toInstance(instance),
        async crash() {
          instances.splice(instances.indexOf(instance), 1);
          instance.crash();
        },
      };
    },
    async openLeader(leaderLeaseMs) {
      const own = new ProcessClock(clock);
      stopped.push(own);
      const instance = open(undefined, { clock: own, leaderLeaseMs });
      return {
        instance: toInstance(instance),
        async crash() {
          instances.splice(instances.indexOf(instance), 1);
          instance.crash();
        },
        stall: async () => own.stop(),
        resume: async () => own.resume(),
      };
    },
    async holdAppend(append) {
      const holding = await holdAppend(open, append);
      held.push(holding);
      return holding;
    },
    async wastePosition() {
      const { events } = open(() => Promise.reject(wasted));
      const event = {
        id: `wasted-${(names += 1)}`,
        type: 'wasted',
        data: {},
        schemaVersion: 1,
        time: '2026-02-03T14:30:00Z',
        origin: 'command',
      };
      const append = { streamId: event.id, expectedVersion: 'any', events: [event] } as const;
      await events.append([append]).catch((error: unknown) => {
        if (error !== wasted) throw error;
      });
    },
    async dispose() {
      for (const own of stopped) own.resume();
      await Promise.all(held.map((holding) => holding.rollback()));
      await Promise.all(instances.map((instance) => instance.close()));
    },
  };
}

/** Appends up to the commit, and waits there until the case commits it or rolls it back. */
async function holdAppend(
  open: (beforeCommit: BeforeCommit) => MemoryDatabaseInstance,
  append: StreamAppend,
): Promise<HeldAppend> {
  let decide: (decision: 'commit' | 'rollback') => void = () => undefined;
  const decision = new Promise<'commit' | 'rollback'>((resolve) => (decide = resolve));
  let reachedCommit: () => void = () => undefined;
  const atCommit = new Promise<void>((resolve) => (reachedCommit = resolve));
  const { events } = open(async () => {
    reachedCommit();
    if ((await decision) === 'rollback') throw wasted;
  });
  const done = events.append([append]).then(
    () => undefined,
    (error: unknown) => {
      if (error !== wasted) throw error;
    },
  );
  await Promise.race([atCommit, done]);
  const end = (which: 'commit' | 'rollback'): Promise<void> => {
    decide(which);
    return done;
  };
  return { commit: () => end('commit'), rollback: () => end('rollback') };
}
