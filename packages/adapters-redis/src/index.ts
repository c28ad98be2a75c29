export { RedisEventBus } from './bus/redis-event-bus.js';
export { RedisEntityCache } from './cache/redis-entity-cache.js';
export type { RedisDependencies } from './dependencies.js';
export { redisOptionsSchema, type RedisOptions, type RedisOptionsInput } from './options.js';
