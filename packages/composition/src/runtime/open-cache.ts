import { MemoryEntityCache } from '@foldmart/adapters-memory';
import { RedisEntityCache } from '@foldmart/adapters-redis';
import type { EntityCache } from '@foldmart/core';
import type { Settings } from '../settings/settings.js';
import { redisConnection } from './redis-connection.js';
import type { RuntimeDependencies } from './surroundings.js';

/** Opens the cache that is set. */
export function openCache(
  { cacheType, values }: Settings,
  around: RuntimeDependencies,
): EntityCache {
  return cacheType === 'redis'
    ? new RedisEntityCache(redisConnection(values), around)
    : new MemoryEntityCache(around);
}
