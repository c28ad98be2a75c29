import { KAFKA_NODES } from './instance.mjs';

export const HOST = '127.0.0.1';
export const POSTGRES = { user: 'foldmart', password: 'foldmart', database: 'foldmart' };

/**
 * The settings with which applications reach this set, by the names of their environment variables.
 */
export const connectionSettings = ({ ports }) => ({
  KAFKA_BOOTSTRAP_SERVERS: KAFKA_NODES.map((node) => `${HOST}:${ports[`kafka${node}`]}`).join(','),
  REDIS_HOST: HOST,
  REDIS_PORT: String(ports.redis),
  POSTGRES_HOST: HOST,
  POSTGRES_PORT: String(ports.postgres),
  POSTGRES_USER: POSTGRES.user,
  POSTGRES_PASSWORD: POSTGRES.password,
  POSTGRES_DB: POSTGRES.database,
});

/** Lines for a shell to `eval`. */
export const toExports = (settings) =>
  Object.entries(settings)
    .map(([name, value]) => `export ${name}=${value}\n`)
    .join('');
