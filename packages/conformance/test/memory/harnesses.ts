import {
  createMemoryDatabase,
  MemoryBroker,
  MemoryCacheServer,
  MemoryDatabase,
  MemoryEntityCache,
  MemoryEventBus,
  type MemoryDatabaseInstance,
  type MemoryModule,
} from '@foldmart/adapters-memory';
import { memoryShop } from '@foldmart/adapters-memory/shop';
import {
  ProcessClock,
  type BusInstance,
  type EntityCacheHarness,
  type EventBusHarness,
  type LeaderLockHarness,
  type Harness,
  type StoreInstance,
} from '@foldmart/conformance';
import type { ShopStoreHarness, ShopStoreInstance } from '@foldmart/conformance/shop';
import type { Clock, EntityCache, Projection, Random } from '@foldmart/core';
import { holdAppend, wastePosition } from './held-append.js';
import { SkippingClock } from './skipping-clock.js';

const random: Random = { next: () => Math.random() };

/** Changes each bus that a case opens. */
export type BusMutation = (instance: BusInstance) => BusInstance;

/** A group as the memory broker coordinates it. */
export type MemoryGroup = ReturnType<MemoryBroker['group']>;

/** Changes each group that a case creates. */
export type GroupMutation = (group: MemoryGroup) => void;

/** Buses in memory on one broker, with changed groups. */
export function groupHarness(mutate: GroupMutation): EventBusHarness {
  return busHarness((instance) => instance, mutate);
}

/** Buses in memory, each of them changed. */
export function busHarness(
  mutate: BusMutation,
  mutateGroup: GroupMutation = () => undefined,
): EventBusHarness {
  const base = bareHarness();
  const broker = new MemoryBroker({}, base);
  changeGroups(broker, mutateGroup);
  let giveBack = (): void => undefined;
  return {
    ...base,
    async open({ retry, sessionTimeoutMs, canCutOff = false } = {}) {
      const clock = new ProcessClock(base.clock);
      const options = {
        ...(canCutOff ? { publishTimeoutMs: 200 } : {}),
        ...(retry === undefined ? {} : { retry }),
        ...(sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs }),
      };
      const bus = new MemoryEventBus(options, { clock, random, broker });
      let isAlive = true;
      base.onDispose(async () => {
        clock.resume();
        if (isAlive) await bus.close({ deadlineMs: 0 });
      });
      return mutate({
        bus,
        async crash() {
          isAlive = false;
          bus.crash();
        },
        stall: async () => clock.stop(),
        resume: async () => clock.resume(),
        async cutOff() {
          giveBack = broker.takeRoom();
        },
        reconnect: async () => giveBack(),
      });
    },
  };
}

function changeGroups(broker: MemoryBroker, mutate: GroupMutation): void {
  const groupOf = broker.group.bind(broker);
  const changed = new WeakSet<MemoryGroup>();
  broker.group = (name, topic) => {
    const group = groupOf(name, topic);
    if (!changed.has(group)) mutate(group);
    changed.add(group);
    return group;
  };
}

/**
 * Changes each store that a case opens. Receives the projections that the store was opened with.
 */
export type StoreMutation<Instance extends StoreInstance = StoreInstance> = (
  instance: Instance,
  projections: readonly Projection[],
) => Instance;

/** Stores on one database in memory, each of them changed. */
export function storeHarness(mutate: StoreMutation): LeaderLockHarness {
  return harnessWith([], (database, projections) => mutate(database, projections));
}

/** The same with the shop's module. */
export function shopHarness(mutate: StoreMutation<ShopStoreInstance>): ShopStoreHarness {
  return harnessWith([memoryShop], (database, projections) =>
    mutate({ ...database, ...database.module(memoryShop) }, projections),
  );
}

function harnessWith<Instance extends StoreInstance>(
  modules: readonly MemoryModule<unknown>[],
  toInstance: (database: MemoryDatabaseInstance, projections: readonly Projection[]) => Instance,
): LeaderLockHarness<Instance> {
  const base = bareHarness();
  const database = new MemoryDatabase(base);
  const crashed = new Set<MemoryDatabaseInstance>();
  let projections: readonly Projection[] = [];
  const connect = (
    beforeCommit?: () => Promise<void>,
    { clock = base.clock, ...options }: { clock?: Clock; leaderLeaseMs?: number } = {},
  ): MemoryDatabaseInstance => {
    const hook = beforeCommit === undefined ? {} : { beforeCommit };
    const instance = createMemoryDatabase(options, {
      clock,
      projections,
      modules,
      database,
      ...hook,
    });
    base.onDispose(async () => {
      if (!crashed.has(instance)) await instance.close();
    });
    return instance;
  };
  return {
    ...base,
    async open(given) {
      projections = given;
      return toInstance(connect(), given);
    },
    async openProcess(given) {
      projections = given;
      const instance = connect();
      return {
        instance: toInstance(instance, given),
        async crash() {
          crashed.add(instance);
          instance.crash();
        },
      };
    },
    async openLeader(leaderLeaseMs) {
      const clock = new ProcessClock(base.clock);
      base.onDispose(async () => clock.resume());
      const instance = connect(undefined, { clock, leaderLeaseMs });
      return {
        instance: toInstance(instance, projections),
        async crash() {
          crashed.add(instance);
          instance.crash();
        },
        stall: async () => clock.stop(),
        resume: async () => clock.resume(),
      };
    },
    async holdAppend(append) {
      const held = await holdAppend(connect, append);
      base.onDispose(() => held.rollback());
      return held;
    },
    wastePosition: () => wastePosition(connect),
  };
}

/** Changes each cache that a case opens. */
export type CacheMutation = (cache: EntityCache) => EntityCache;

/** Clients of one cache in memory, each of them changed. */
export function cacheHarness(mutate: CacheMutation): EntityCacheHarness {
  const base = bareHarness();
  const server = new MemoryCacheServer();
  return { ...base, open: async () => mutate(new MemoryEntityCache({ random, server })) };
}

interface BareHarness extends Harness {
  onDispose(task: () => Promise<void>): void;
}

function bareHarness(): BareHarness {
  const tasks: (() => Promise<void>)[] = [];
  let names = 0;
  return {
    clock: new SkippingClock(),
    uniqueName: (prefix) => `${prefix}-${(names += 1)}`,
    onDispose: (task) => tasks.push(task),
    async dispose() {
      await Promise.all(tasks.map((task) => task()));
    },
  };
}
