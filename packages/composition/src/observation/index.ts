export { withLag, type GroupLag } from './group-lag.js';
export { GroupPaces, type GroupPace } from './group-pace.js';
export { QueueReader, type QueueFigures } from './queue-reader.js';
export { readCache, type CacheFigures } from './read-cache.js';
export { Section } from './section.js';
export { StoreReader, type StoreFigures } from './store-reader.js';
