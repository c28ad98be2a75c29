import { randomUUID } from 'node:crypto';
import { realClock, type EntityCacheHarness, type EventBusHarness } from '@foldmart/conformance';
import { Redis } from 'ioredis';
import { RedisEntityCache, RedisEventBus, type RedisOptionsInput } from '../../src/index.js';
import { systemDependencies } from './system-dependencies.js';

/** The services' Redis, as the environment names it. */
function serviceOptions(): RedisOptionsInput {
  const { REDIS_HOST = '127.0.0.1', REDIS_PORT = '6379' } = process.env;
  return { host: REDIS_HOST, port: Number(REDIS_PORT) };
}

/** A name that no other case, run or process uses. */
function uniqueName(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 13)}`;
}

/** Opens buses that share one key prefix of the services' Redis. */
export async function busHarness(): Promise<EventBusHarness> {
  const keyPrefix = `${uniqueName('conformance')}:`;
  const buses: RedisEventBus[] = [];
  return {
    uniqueName,
    clock: realClock,
    open: async ({ retry, sessionTimeoutMs } = {}) => {
      const settings = {
        keyPrefix,
        ...(retry && { retry: { ...retry } }),
        ...(sessionTimeoutMs !== undefined && { sessionTimeoutMs }),
      };
      const bus = new RedisEventBus({ ...serviceOptions(), bus: settings }, systemDependencies);
      buses.push(bus);
      return {
        bus,
        crash: async () => {
          bus.abandon();
        },
      };
    },
    dispose: async () => {
      await Promise.all(buses.map((bus) => bus.close({ deadlineMs: 0 })));
      await deleteKeys(`${keyPrefix}*`);
    },
  };
}

/** Opens clients of the services' cache. */
export async function cacheHarness(): Promise<EntityCacheHarness> {
  const mark = uniqueName('conformance');
  const caches: RedisEntityCache[] = [];
  return {
    uniqueName: (prefix) => `${uniqueName(prefix)}-${mark}`,
    clock: realClock,
    open: async () => {
      const cache = new RedisEntityCache(serviceOptions(), systemDependencies);
      caches.push(cache);
      return cache;
    },
    dispose: async () => {
      await Promise.all(caches.map((cache) => cache.close()));
      await deleteKeys(`cache:*${mark}*`);
    },
  };
}

async function deleteKeys(pattern: string): Promise<void> {
  const { host = '', port = 0 } = serviceOptions();
  const redis = new Redis({ host, port });
  for await (const keys of redis.scanStream({ match: pattern, count: 1_000 })) {
    const found = keys as string[];
    if (found.length > 0) await redis.unlink(found);
  }
  redis.disconnect();
}
