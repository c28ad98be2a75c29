import type { PostgresOptionsInput } from '@foldmart/adapters-postgres';
import pg from 'pg';

/** A schema for one test, in the services' database. */
export interface ScratchSchema {
  readonly options: PostgresOptionsInput;
  /** A connection of its own, as another program would have it. */
  connect(): Promise<pg.Client>;
  drop(): Promise<void>;
}

let count = 0;

/** Names a schema; opening it creates it. */
export function scratchSchema(): ScratchSchema {
  count += 1;
  const schema = `guide_${process.pid.toString(36)}_${Date.now().toString(36)}_${String(count)}`;
  const address = {
    host: setting('POSTGRES_HOST'),
    port: Number(setting('POSTGRES_PORT')),
    user: setting('POSTGRES_USER'),
    password: setting('POSTGRES_PASSWORD'),
    database: setting('POSTGRES_DB'),
  };
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client(address);
    await client.connect();
    return client;
  };
  return {
    options: { ...address, schema },
    connect,
    async drop() {
      const client = await connect();
      await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
      await client.end();
    },
  };
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: start the services.`);
  return value;
}
