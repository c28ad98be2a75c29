import {
  createMemoryDatabase,
  MemoryEntityCache,
  MemoryEventBus,
  type MemoryModule,
} from '@foldmart/adapters-memory';
import { memberOptions } from './member-options.js';
import type { CacheAdapter, DatabaseAdapter, QueueAdapter } from './adapter.js';

/** A queue that lives and ends with the process. */
export const memoryQueue: QueueAdapter = {
  open: ({ values }, dependencies) => new MemoryEventBus(memberOptions(values), dependencies),
};

/** A cache that lives and ends with the process. */
export const memoryCache: CacheAdapter = {
  open: (_settings, dependencies) => new MemoryEntityCache(dependencies),
};

/** A database that lives and ends with the process. */
export const memoryDatabase: DatabaseAdapter = {
  isInProcess: true,
  open: async (_settings, dependencies, { projections, cachedKinds, modules }) =>
    createMemoryDatabase(
      {},
      {
        ...dependencies,
        projections,
        cachedKinds,
        modules: modules as readonly MemoryModule<unknown>[],
      },
    ),
};
