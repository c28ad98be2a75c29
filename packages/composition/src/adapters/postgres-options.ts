import type { PostgresOptionsInput } from '@foldmart/adapters-postgres';
import type { SettingValues } from '../settings/read-values.js';
import { readTlsFiles } from './read-tls-files.js';

/** Derives the connection options of Postgres from the settings. */
export function postgresOptions(values: SettingValues): PostgresOptionsInput {
  const files = readTlsFiles({
    ca: { name: 'POSTGRES_SSL_CA_FILE', path: values.POSTGRES_SSL_CA_FILE },
    cert: { name: 'POSTGRES_SSL_CERT_FILE', path: values.POSTGRES_SSL_CERT_FILE },
    key: { name: 'POSTGRES_SSL_KEY_FILE', path: values.POSTGRES_SSL_KEY_FILE },
  });
  const shared = {
    schema: values.POSTGRES_SCHEMA,
    poolSize: values.POSTGRES_POOL_SIZE,
    notifyIntervalMs: values.POSTGRES_NOTIFY_INTERVAL,
    leaderLeaseMs: values.LEADER_LEASE,
    ssl: { mode: values.POSTGRES_SSL, ...files },
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
