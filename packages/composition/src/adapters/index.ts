export { adapterNames } from './adapter-names.js';
export type {
  Adapters,
  CacheAdapter,
  DatabaseAdapter,
  DatabaseUse,
  QueueAdapter,
  QueuePatience,
  SqlQuery,
  SqlRows,
} from './adapter.js';
export { loadAdapters } from './load-adapters.js';
export { loadPackage } from './load-package.js';
