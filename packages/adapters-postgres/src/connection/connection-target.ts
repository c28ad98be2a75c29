import { isIP } from 'node:net';
import type { ClientConfig } from 'pg';
import type { PostgresOptions } from '../options.js';
import { parseConnectionString } from './connection-string.js';

/** A database on a server, with the settings to connect to it. */
export interface ConnectionTarget {
  /** `host:port`, for messages. */
  readonly address: string;
  readonly database: string;
  readonly user: string;
  readonly config: ClientConfig;
}

/** How much longer than the server's statement time-out the client waits for an answer. */
const answerGraceMs = 5_000;

/** Derives the target from options; `database` overrides the one that they name. */
export function connectionTarget(options: PostgresOptions, database?: string): ConnectionTarget {
  const named =
    options.connectionString === undefined
      ? undefined
      : parseConnectionString(options.connectionString);
  const place = { ...pickPlace(options), ...named };
  const password = named?.password ?? options.password;
  const ssl = tlsOf({ ...options.ssl, mode: named?.sslMode ?? options.ssl.mode }, place.host);
  const chosen = database ?? place.database;
  return {
    address: `${place.host}:${String(place.port)}`,
    database: chosen,
    user: place.user,
    config: {
      host: place.host,
      port: place.port,
      user: place.user,
      ...(password === undefined ? {} : { password }),
      database: chosen,
      ssl,
      application_name: options.applicationName,
      connectionTimeoutMillis: options.connectTimeoutMs,
      statement_timeout: options.statementTimeoutMs,
      query_timeout: options.statementTimeoutMs + answerGraceMs,
      idle_in_transaction_session_timeout: options.statementTimeoutMs + answerGraceMs,
      keepAlive: true,
      // Several statements share a round trip; pg sends them as they come.
      pipeline: true,
    },
  };
}

/** The same target, read-only: the server rejects every statement that would change something. */
export function readOnly(target: ConnectionTarget): ConnectionTarget {
  return {
    ...target,
    config: { ...target.config, options: '-c default_transaction_read_only=on' },
  };
}

function pickPlace({ host, port, user, database }: PostgresOptions) {
  return { host, port, user, database };
}

function tlsOf(ssl: PostgresOptions['ssl'], host: string): ClientConfig['ssl'] {
  if (ssl.mode === 'disable') return false;
  const own = {
    ...(ssl.cert === undefined ? {} : { cert: ssl.cert }),
    ...(ssl.key === undefined ? {} : { key: ssl.key }),
  };
  if (ssl.mode === 'require') return { rejectUnauthorized: false, ...own };
  return {
    rejectUnauthorized: true,
    ...own,
    ...(ssl.ca === undefined ? {} : { ca: ssl.ca }),
    ...(isIP(host) === 0 ? { servername: host } : {}),
  };
}
