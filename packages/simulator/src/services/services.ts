import {
  MemoryBroker,
  MemoryCacheServer,
  MemoryDatabase,
  type MemoryBrokerOptions,
} from '@foldmart/adapters-memory';
import type { Clock, Database, EntityCache, EventBus } from '@foldmart/core';

/** The servers that all processes of a run share. Oracles read them directly, without faults. */
export interface Services {
  readonly broker: MemoryBroker;
  readonly database: MemoryDatabase;
  readonly cache: MemoryCacheServer;
  /** The servers' own clock. */
  readonly clock: Clock;
}

/**
 * Replaces what a process reaches behind the network: an adapter of your own over the memory adapter, or one that is broken
 * on purpose.
 */
export interface Behind {
  readonly bus?: (bus: EventBus) => EventBus;
  readonly cache?: (cache: EntityCache) => EntityCache;
  readonly database?: (database: Database) => Database;
}

export function openServices(clock: Clock, broker: MemoryBrokerOptions = {}): Services {
  return {
    broker: new MemoryBroker(broker, { clock }),
    database: new MemoryDatabase({ clock }),
    cache: new MemoryCacheServer(),
    clock,
  };
}
