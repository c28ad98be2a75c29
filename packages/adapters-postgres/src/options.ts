import * as z from 'zod';
import { parseConnectionString } from './connection/connection-string.js';

/** How the connection is secured. `verify-full` checks the server's certificate and its name. */
const sslModes = ['disable', 'require', 'verify-full'] as const;

const isPostgresUrl = (text: string): boolean => parseConnectionString(text) !== undefined;

/**
 * How to connect, and how the database is used. `connectionString` takes precedence over the single settings.
 * `require` encrypts without verifying the server; `verify-full` needs a certificate that is signed by `ca` (PEM
 * text) or by a root that Node trusts.
 */
export const postgresOptionsSchema = z.strictObject({
  connectionString: z
    .string()
    .refine(isPostgresUrl, { error: 'expected postgres://user:password@host:port/database' })
    .optional(),
  host: z.string().min(1).default('localhost'),
  port: z.int().min(1).max(65_535).default(5_432),
  user: z.string().min(1).default('postgres'),
  password: z.string().optional(),
  database: z.string().min(1).max(63).default('foldmart'),
  schema: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'expected lower-case letters, digits and _')
    .default('public'),
  ssl: z
    .strictObject({
      mode: z.enum(sslModes),
      ca: z.string().min(1).optional(),
      /** The client's certificate and its key, PEM. */
      cert: z.string().min(1).optional(),
      key: z.string().min(1).optional(),
    })
    .default({ mode: 'disable' }),
  /**
   * The most connections that a database opens. Audits and rebuilds use at most half of them. A call waits for one up to
   * the connect time-out, also the one that renews the leases of leader locks.
   */
  poolSize: z.int().min(1).default(10),
  /** The longest a statement may run, in milliseconds. */
  statementTimeoutMs: z.int().min(1).default(30_000),
  /** The longest to wait for a connection, in milliseconds. */
  connectTimeoutMs: z.int().min(1).default(5_000),
  /**
   * How long a leader that does not renew its lease keeps its locks, in milliseconds. It renews every third of that time.
   * A process that ends by itself releases them at once.
   */
  leaderLeaseMs: z.int().min(100).max(3_600_000).default(10_000),
  /**
   * The shortest time between two notices by which this process tells followers in others that it has appended, in
   * milliseconds; 0 sends none and listens to none. A process that follows the log listens on one more connection.
   */
  notifyIntervalMs: z.int().min(0).max(60_000).default(10),
  applicationName: z.string().min(1).max(63).default('foldmart'),
});

/** Settings with every default filled in. */
export type PostgresOptions = z.output<typeof postgresOptionsSchema>;
/** Settings as they are given. */
export type PostgresOptionsInput = z.input<typeof postgresOptionsSchema>;
