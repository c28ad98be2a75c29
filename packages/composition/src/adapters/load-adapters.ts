import { SettingsError } from '../settings/settings-error.js';
import type { Settings } from '../settings/settings.js';
import type { Adapters, LoadedAdapters } from './adapter.js';
import { loadPackage } from './load-package.js';
import { memoryCache, memoryDatabase, memoryQueue } from './memory-adapters.js';

const builtIn: Required<Adapters> = {
  queues: {
    memory: () => Promise.resolve(memoryQueue),
    // Direct mode writes to the store; the bus is never used and costs nothing.
    direct: () => Promise.resolve(memoryQueue),
    redis: async () => (await redisAdapters('QUEUE_TYPE')).redisQueue,
    kafka: async () =>
      (await loadPackage('QUEUE_TYPE', 'kafka', () => import('./kafka-queue.js'))).kafkaQueue,
  },
  caches: {
    memory: () => Promise.resolve(memoryCache),
    redis: async () => (await redisAdapters('CACHE_TYPE')).redisCache,
  },
  databases: {
    memory: () => Promise.resolve(memoryDatabase),
    postgres: async () =>
      (await loadPackage('DB_TYPE', 'postgres', () => import('./postgres-database.js')))
        .postgresDatabase,
  },
};

/**
 * Loads the adapters that the settings name, and no others. Throws SettingsError if the package of one is not installed,
 * or if there is no adapter of that name.
 */
export async function loadAdapters(
  { queueType, cacheType, databaseType }: Settings,
  plugged: Adapters = {},
): Promise<LoadedAdapters> {
  const [queue, cache, database] = await Promise.all([
    load('QUEUE_TYPE', queueType, { ...plugged.queues, ...builtIn.queues }),
    load('CACHE_TYPE', cacheType, { ...plugged.caches, ...builtIn.caches }),
    load('DB_TYPE', databaseType, { ...plugged.databases, ...builtIn.databases }),
  ]);
  return { queue, cache, database };
}

async function load<Adapter>(
  setting: string,
  name: string,
  adapters: Readonly<Record<string, () => Promise<Adapter>>>,
): Promise<Adapter> {
  const adapter = Object.hasOwn(adapters, name) ? adapters[name] : undefined;
  if (adapter !== undefined) return adapter();
  const known = Object.keys(adapters).join(', ');
  throw new SettingsError([
    { name: setting, value: name, problem: `no adapter of this name is plugged in, only ${known}` },
  ]);
}

function redisAdapters(setting: string): Promise<typeof import('./redis-adapters.js')> {
  return loadPackage(setting, 'redis', () => import('./redis-adapters.js'));
}
