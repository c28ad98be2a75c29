export { RedisEventBus } from './event-bus/redis-event-bus.js';
export { RedisEntityCache } from './entity-cache/redis-entity-cache.js';
export type { RedisDependencies } from './dependencies.js';
export { redisOptionsSchema, type RedisOptions, type RedisOptionsInput } from './options.js';
