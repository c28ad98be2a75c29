import { wantedTopics } from '@foldmart/composition';
import { createShop, loadShopSettings } from '@foldmart/composition/shop';
import pg from 'pg';

/** A shop on the real services, with a database and a Redis of its own. */
export interface ShopOnServices {
  readonly env: Readonly<Record<string, string>>;
  dispose(): Promise<void>;
}

/** The number of the Redis database that the guides' commands have for themselves. */
const redisDatabase = 11;

/** Sets up a shop with topics and a database of its own, which do not exist yet. */
export async function openShop(): Promise<ShopOnServices> {
  const database = `guides_${process.pid.toString(36)}_${Date.now().toString(36)}`;
  const postgres = given('POSTGRES_HOST', 'POSTGRES_PORT', 'POSTGRES_USER', 'POSTGRES_PASSWORD');
  const redis = given('REDIS_HOST', 'REDIS_PORT');
  const env = {
    ...postgres,
    POSTGRES_DB: database,
    DB_TYPE: 'postgres',
    TOPIC_PREFIX: `${database}.`,
    CACHE_PREFIX: `${database}.`,
    QUEUE_TYPE: 'redis',
    CACHE_TYPE: 'redis',
    REDIS_URL: `redis://${redis['REDIS_HOST'] ?? ''}:${redis['REDIS_PORT'] ?? ''}/${String(redisDatabase)}`,
  };
  return {
    env,
    async dispose() {
      await emptyQueueAndCache(env);
      await dropDatabase(env, database);
    },
  };
}

function given(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']));
}

async function emptyQueueAndCache(environment: Readonly<Record<string, string>>): Promise<void> {
  const system = await createShop(loadShopSettings({ environment, envFile: null }));
  try {
    await system.bus().admin.deleteTopics(wantedTopics(system).map(({ name }) => name));
    for (const { kind } of system.domain.cached) await system.cache().remove(kind.name);
  } finally {
    await system.close();
  }
}

async function dropDatabase(
  env: Readonly<Record<string, string>>,
  database: string,
): Promise<void> {
  const client = new pg.Client({
    host: env['POSTGRES_HOST'],
    port: Number(env['POSTGRES_PORT']),
    user: env['POSTGRES_USER'],
    password: env['POSTGRES_PASSWORD'],
    database: 'postgres',
  });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
  await client.end();
}
