import { wantedTopics } from '@foldmart/composition';
import { createShop, loadShopSettings } from '@foldmart/composition/shop';
import pg from 'pg';
import type { ShopSettings } from './foldmart.js';

/** A shop on the real services, with its own database and empty topics. */
export interface ShopOnServices {
  readonly settings: ShopSettings;
  /** The name that a topic of the shop has here. */
  topic(name: string): string;
  /** Returns the rows of a query on its database. */
  query(text: string): Promise<readonly Record<string, unknown>[]>;
  dispose(): Promise<void>;
}

/** Sets up a database, for commands that need no queue. */
export function openDatabaseOnly(database = uniqueDatabase()): ShopOnServices {
  const settings = { ...servicesSettings(), DB_TYPE: 'postgres', POSTGRES_DB: database };
  return {
    settings,
    topic: (name) => name,
    query: (text) => query(settings, database, text),
    dispose: () => dropDatabase(settings, database),
  };
}

/** Sets up a shop with names of its own, beside whatever else uses the services. */
export async function openShop(queue: 'kafka' | 'redis'): Promise<ShopOnServices> {
  const database = uniqueDatabase();
  const settings = {
    ...servicesSettings(),
    QUEUE_TYPE: queue,
    CACHE_TYPE: 'redis',
    DB_TYPE: 'postgres',
    POSTGRES_DB: database,
    TOPIC_PREFIX: `${database}.`,
    CACHE_PREFIX: `${database}.`,
    CONSUMER_SESSION_TIMEOUT: '10',
    CONSUMER_HEARTBEAT_INTERVAL: '3',
  };
  return {
    settings,
    topic: (name) => `${settings.TOPIC_PREFIX}${name}`,
    query: (text) => query(settings, database, text),
    async dispose() {
      await emptyQueueAndCache(settings);
      await dropDatabase(settings, database);
    },
  };
}

/** The settings of the services that the tests run on, with a separate Redis database. */
export function servicesSettings(): ShopSettings {
  const { env } = process;
  const names = [
    'KAFKA_BOOTSTRAP_SERVERS',
    'POSTGRES_HOST',
    'POSTGRES_PORT',
    'POSTGRES_USER',
    'POSTGRES_PASSWORD',
  ];
  const redis = `redis://${env['REDIS_HOST'] ?? ''}:${env['REDIS_PORT'] ?? ''}/9`;
  return {
    ...Object.fromEntries(names.map((name) => [name, env[name] ?? ''])),
    REDIS_URL: redis,
  };
}

function uniqueDatabase(): string {
  return `shop_e2e_${process.pid.toString(36)}_${Date.now().toString(36)}`;
}

async function dropDatabase(settings: ShopSettings, database: string): Promise<void> {
  await query(settings, 'postgres', `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
}

async function emptyQueueAndCache(settings: ShopSettings): Promise<void> {
  const system = await createShop(loadShopSettings({ environment: settings, envFile: null }));
  try {
    const { admin } = system.bus();
    await admin.deleteTopics(wantedTopics(system).map(({ name }) => name));
    for (const { kind } of system.domain.cached) await system.cache().remove(kind.name);
  } finally {
    await system.close();
  }
}

async function query(
  settings: ShopSettings,
  database: string,
  text: string,
): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({
    host: settings['POSTGRES_HOST'],
    port: Number(settings['POSTGRES_PORT']),
    user: settings['POSTGRES_USER'],
    password: settings['POSTGRES_PASSWORD'],
    database,
  });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows;
  } finally {
    await client.end();
  }
}
