import { RedisEntityCache, RedisEventBus } from '@foldmart/adapters-redis';
import type { CacheAdapter, QueueAdapter } from './adapter.js';
import { memberOptions } from './member-options.js';
import { redisConnection } from './redis-connection.js';

/** Redis streams as configured by the settings. */
export const redisQueue: QueueAdapter = {
  open: ({ values }, dependencies) =>
    new RedisEventBus({ ...redisConnection(values), bus: memberOptions(values) }, dependencies),
};

/** A cache in Redis as configured by the settings. */
export const redisCache: CacheAdapter = {
  open: ({ values }, dependencies) => new RedisEntityCache(redisConnection(values), dependencies),
};
