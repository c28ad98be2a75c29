import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * The settings of a database of its own, and of Redis, on the services of this clone, which are started if they do not run.
 *
 * @param {string} root
 * @param {string} name
 * @returns {Readonly<Record<string, string>>}
 */
export function settingsOf(root, name) {
  const services = join(root, 'scripts/services');
  const printed = execFileSync(services, ['up'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const text = execFileSync(services, ['env'], { encoding: 'utf8' });
  const settings = Object.fromEntries(
    [...`${printed}\n${text}`.matchAll(/^export ((?:POSTGRES|REDIS)_[A-Z]+)='?([^'\n]*)'?$/gm)].map(
      ([, setting, value]) => [setting, value],
    ),
  );
  return { ...settings, DB_TYPE: 'postgres', POSTGRES_DB: name };
}

/**
 * Runs statements on the database of the settings, or on another one of its server.
 *
 * @param {string} root
 * @param {Readonly<Record<string, string>>} settings
 * @param {readonly string[]} statements
 * @param {string} [database]
 */
export async function runSql(root, settings, statements, database = settings.POSTGRES_DB) {
  const { default: pg } = await import(
    createRequire(join(root, 'packages/adapters-postgres/package.json')).resolve('pg')
  );
  const client = new pg.Client({
    host: settings.POSTGRES_HOST,
    port: Number(settings.POSTGRES_PORT),
    user: settings.POSTGRES_USER,
    password: settings.POSTGRES_PASSWORD,
    database,
  });
  await client.connect();
  try {
    let rows = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}
