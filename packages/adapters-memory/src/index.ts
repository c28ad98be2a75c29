export { MemoryBroker } from './bus/memory-broker.js';
export { MemoryEventBus, type MemoryEventBusDependencies } from './bus/memory-event-bus.js';
export { MemoryCacheServer } from './cache/memory-cache-server.js';
export {
  MemoryEntityCache,
  type MemoryEntityCacheDependencies,
} from './cache/memory-entity-cache.js';
export {
  memoryBrokerOptionsSchema,
  memoryDatabaseOptionsSchema,
  memoryEventBusOptionsSchema,
  type MemoryBrokerOptions,
  type MemoryDatabaseOptions,
  type MemoryEventBusOptions,
} from './options.js';
export {
  createMemoryDatabase,
  type MemoryDatabaseDependencies,
  type MemoryDatabaseInstance,
} from './store/create-memory-database.js';
export type { BeforeCommit } from './store/database-session.js';
export { MemoryDatabase } from './store/memory-database.js';
