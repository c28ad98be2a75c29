import {
  createMemoryDatabase,
  MemoryBroker,
  MemoryCacheServer,
  MemoryDatabase,
  MemoryEntityCache,
  MemoryEventBus,
  type MemoryDatabaseInstance,
} from '@foldmart/adapters-memory';
import type {
  BusInstance,
  EntityCacheHarness,
  EventBusHarness,
  EventStoreHarness,
  Harness,
  StoreInstance,
} from '@foldmart/conformance';
import type { EntityCache, Projection, Random } from '@foldmart/core';
import { holdAppend, wastePosition } from './held-append.js';
import { SkippingClock } from './skipping-clock.js';

const random: Random = { next: () => Math.random() };

/** Changes each bus that a case opens. */
export type BusMutation = (instance: BusInstance) => BusInstance;

/** Buses in memory, each of them changed. */
export function busHarness(mutate: BusMutation): EventBusHarness {
  const base = bareHarness();
  const broker = new MemoryBroker({}, base);
  return {
    ...base,
    async open(options = {}) {
      const bus = new MemoryEventBus({ ...options }, { clock: base.clock, random, broker });
      let isAlive = true;
      base.onDispose(async () => {
        if (isAlive) await bus.close({ deadlineMs: 0 });
      });
      return mutate({
        bus,
        async crash() {
          isAlive = false;
          bus.crash();
        },
      });
    },
  };
}

/**
 * Changes each store that a case opens. Receives the projections that the store was opened with.
 */
export type StoreMutation = (
  instance: StoreInstance,
  projections: readonly Projection[],
) => StoreInstance;

/** Stores on one database in memory, each of them changed. */
export function storeHarness(mutate: StoreMutation): EventStoreHarness {
  const base = bareHarness();
  const database = new MemoryDatabase(base);
  const crashed = new Set<MemoryDatabaseInstance>();
  let projections: readonly Projection[] = [];
  const connect = (beforeCommit?: () => Promise<void>): MemoryDatabaseInstance => {
    const hook = beforeCommit === undefined ? {} : { beforeCommit };
    const instance = createMemoryDatabase(
      {},
      { clock: base.clock, projections, database, ...hook },
    );
    base.onDispose(async () => {
      if (!crashed.has(instance)) await instance.close();
    });
    return instance;
  };
  return {
    ...base,
    async open(given) {
      projections = given;
      return mutate(connect(), given);
    },
    async openProcess(given) {
      projections = given;
      const instance = connect();
      return {
        instance: mutate(instance, given),
        async crash() {
          crashed.add(instance);
          instance.crash();
        },
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
