export { MemoryBroker } from './event-bus/memory-broker.js';
export { MemoryEventBus, type MemoryEventBusDependencies } from './event-bus/memory-event-bus.js';
export { MemoryCacheServer } from './entity-cache/memory-cache-server.js';
export {
  MemoryEntityCache,
  type MemoryEntityCacheDependencies,
} from './entity-cache/memory-entity-cache.js';
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
} from './database/create-memory-database.js';
export type { BeforeCommit } from './database/database-session.js';
export { MemoryDatabase } from './database/memory-database.js';
export type { MemoryModule, MemoryModuleContext } from './modules/memory-module.js';
export type { AuditedTables, ModuleState } from './modules/module-state.js';
