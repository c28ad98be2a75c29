import { PortError } from '@foldmart/core';
import pg from 'pg';
import { sqlState } from './classify-error.js';
import { closeClient } from './connection/close-client.js';
import { connectionTarget } from './connection/connection-target.js';
import { toPortError } from './connection/port-failure.js';
import { postgresOptionsSchema, type PostgresOptionsInput } from './options.js';

/** One statement of a person or a script; `$1` stands for the first value. */
export interface PostgresQuery {
  readonly text: string;
  readonly values?: readonly unknown[];
  /** Default: `read`, which lets the server refuse every change. */
  readonly access?: 'read' | 'write';
}

const operation = { port: 'read-model-store', operation: 'query' } as const;

/**
 * Runs one statement on a connection of its own, in a transaction, with the schema of the options as search path.
 * Resolves with its rows, none if it returns none. Rejects with a PortError, with nothing changed.
 */
export async function queryPostgres(
  input: PostgresOptionsInput,
  { text, values = [], access = 'read' }: PostgresQuery,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const options = postgresOptionsSchema.parse(input);
  const { config, address } = connectionTarget(options);
  const client = new pg.Client({ ...config, pipeline: false });
  // Without a listener, a connection that breaks between two statements would crash the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(access === 'read' ? 'BEGIN READ ONLY' : 'BEGIN');
    await client.query("SELECT set_config('search_path', $1, true)", [options.schema]);
    // The extended protocol takes one statement: none can end this transaction and begin another.
    const query = { text, values: [...values], queryMode: 'extended' };
    const { rows } = await client.query<Record<string, unknown>>(query);
    await client.query('COMMIT');
    return rows;
  } catch (error) {
    throw refusal(error, address, access) ?? toPortError(operation, address, error);
  } finally {
    await closeClient(client);
  }
}

/** What a person wrote is wrong, and no retry helps: syntax, names, values, constraints, or a change without leave. */
function refusal(error: unknown, address: string, access: 'read' | 'write'): PortError | undefined {
  const state = sqlState(error);
  const isChange = state === '25006' && access === 'read';
  if (!(error instanceof Error) || !(isChange || /^(22|23|42)/.test(state ?? ''))) return undefined;
  return new PortError({
    ...operation,
    reason: 'rejected',
    message: `Postgres at ${address}: ${error.message}`,
    ...(isChange && { hint: 'a query may only read unless it asks for write access' }),
    cause: error,
  });
}
