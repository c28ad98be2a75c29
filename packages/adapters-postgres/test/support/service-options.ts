import type { PostgresOptionsInput } from '../../src/index.js';

/** The address of the services' Postgres. */
export function serviceAddress(): { readonly host: string; readonly port: number } {
  return { host: setting('POSTGRES_HOST'), port: Number(setting('POSTGRES_PORT')) };
}

/** The services' Postgres, as its settings name it. */
export function serviceOptions(): PostgresOptionsInput {
  return {
    ...serviceAddress(),
    user: setting('POSTGRES_USER'),
    password: setting('POSTGRES_PASSWORD'),
    database: setting('POSTGRES_DB'),
  };
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: start the services.`);
  return value;
}
