export { adapterNames } from './adapter-names.js';
export type {
  Adapters,
  CacheAdapter,
  DatabaseAdapter,
  DatabaseUse,
  QueueAdapter,
  QueuePatience,
  SqlAnswer,
  SqlQuery,
  SqlQuestion,
  SqlRows,
} from './adapter.js';
export { loadAdapters } from './load-adapters.js';
export { loadPackage } from './load-package.js';
