export * from './commerce/index.js';
export * from './commerce/coupons/index.js';
export * from './errors/index.js';
export * from './events/index.js';
export * from './eventsourcing/index.js';
export * from './messaging/index.js';
export * from './ports/index.js';
export * from './use-cases/index.js';
