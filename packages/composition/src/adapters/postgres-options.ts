import type { PostgresOptionsInput } from '@foldmart/adapters-postgres';
import type { SettingValues } from '../settings/read-values.js';
import { readCertificate } from './read-certificate.js';

/** Derives the connection options of Postgres from the settings. */
export function postgresOptions(values: SettingValues): PostgresOptionsInput {
  const ca = readCertificate('POSTGRES_SSL_CA_FILE', values.POSTGRES_SSL_CA_FILE);
  const shared = {
    schema: values.POSTGRES_SCHEMA,
    poolSize: values.POSTGRES_POOL_SIZE,
    leaderLeaseMs: values.LEADER_LEASE,
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
