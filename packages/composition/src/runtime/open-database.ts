import { createMemoryDatabase } from '@foldmart/adapters-memory';
import { memoryShop } from '@foldmart/adapters-memory/shop';
import { openPostgresDatabase, type PostgresOptionsInput } from '@foldmart/adapters-postgres';
import { postgresShop } from '@foldmart/adapters-postgres/shop';
import type { Projection } from '@foldmart/core';
import { shopCachedKinds, shopStore } from '@foldmart/core/shop';
import type { SettingValues } from '../settings/read-values.js';
import type { Settings } from '../settings/settings.js';
import type { ShopDatabase } from './database.js';
import { readCertificate } from './read-certificate.js';
import type { RuntimeDependencies } from './surroundings.js';

/** Opens the database that is set, ready for use: created and migrated where need be. */
export async function openDatabase(
  { databaseType, values }: Settings,
  around: RuntimeDependencies,
  projections: readonly Projection[],
): Promise<ShopDatabase> {
  const shared = { ...around, projections, cachedKinds: shopCachedKinds };
  const database =
    databaseType === 'memory'
      ? createMemoryDatabase({}, { ...shared, modules: [memoryShop] })
      : await openPostgresDatabase(postgresOptions(values), { ...shared, modules: [postgresShop] });
  return { ...database, ...database.module(shopStore) };
}

/** How to reach Postgres, by the settings. */
export function postgresOptions(values: SettingValues): PostgresOptionsInput {
  const ca = readCertificate('POSTGRES_SSL_CA_FILE', values.POSTGRES_SSL_CA_FILE);
  const shared = {
    poolSize: values.POSTGRES_POOL_SIZE,
    ssl: { mode: values.POSTGRES_SSL, ...(ca === undefined ? {} : { ca }) },
  };
  if (values.DATABASE_URL !== undefined) {
    return { ...shared, connectionString: values.DATABASE_URL };
  }
  return {
    ...shared,
    host: values.POSTGRES_HOST,
    port: values.POSTGRES_PORT,
    user: values.POSTGRES_USER,
    database: values.POSTGRES_DB,
    ...(values.POSTGRES_PASSWORD === undefined ? {} : { password: values.POSTGRES_PASSWORD }),
  };
}
