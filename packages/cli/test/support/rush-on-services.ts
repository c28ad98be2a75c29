import { createShop, loadShopSettings } from '@foldmart/composition/shop';
import pg from 'pg';
import type { ShopSettings } from './foldmart.js';
import { servicesSettings } from './shop-on-services.js';

/** A coupon rush on the real services, with its own database and topic. */
export interface RushOnServices {
  readonly settings: ShopSettings;
  dispose(): Promise<void>;
}

let opened = 0;

/** Sets up a rush. Several may be open at the same time. */
export function openRush(queue: 'kafka' | 'redis', more: ShopSettings = {}): RushOnServices {
  opened += 1;
  const name = `rush_e2e_${process.pid.toString(36)}_${Date.now().toString(36)}_${String(opened)}`;
  const settings = {
    ...servicesSettings(),
    QUEUE_TYPE: queue,
    DB_TYPE: 'postgres',
    POSTGRES_DB: name,
    COUPON_TOPIC: name,
    COUPON_GROUP: name,
    COUPON_REQUEST_SECRET: 'a-secret-that-only-tests-know',
    COUPON_ADMIN_TOKEN: 'a-token-that-only-tests-know',
    COUPON_API_PORT: '0',
    CONSUMER_SESSION_TIMEOUT: '6',
    CONSUMER_HEARTBEAT_INTERVAL: '1',
    ...more,
  };
  return {
    settings,
    async dispose() {
      await deleteTopic(settings, name);
      await dropDatabase(settings, name);
    },
  };
}

async function deleteTopic(settings: ShopSettings, topic: string): Promise<void> {
  const system = await createShop(loadShopSettings({ environment: settings, envFile: null }));
  try {
    await system.promptBus().admin.deleteTopics([topic]);
  } finally {
    await system.close();
  }
}

async function dropDatabase(settings: ShopSettings, database: string): Promise<void> {
  const client = new pg.Client({
    host: settings['POSTGRES_HOST'],
    port: Number(settings['POSTGRES_PORT']),
    user: settings['POSTGRES_USER'],
    password: settings['POSTGRES_PASSWORD'],
    database: 'postgres',
  });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
  } finally {
    await client.end();
  }
}
