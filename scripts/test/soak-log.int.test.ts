import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { databaseOf } from '../soak.d/database.mjs';
import { endOfLog, LogReader } from '../soak.d/log-reader.mjs';

const name = `soak_log_${randomUUID().slice(0, 8)}`;
const server = databaseOf(process.env as Record<string, string>);
const database = databaseOf({ ...(process.env as Record<string, string>), POSTGRES_DB: name });

beforeAll(async () => {
  await server.query(`CREATE DATABASE ${name}`);
  await database.query(`
    CREATE TABLE events (epoch integer, tx xid8, position integer, type text, data jsonb,
                         recorded_at timestamptz DEFAULT now())`);
  await database.query(`
    INSERT INTO events
      SELECT 1, tx::text::xid8, 1, 'order_created',
             jsonb_build_object('order_id', 'of ' || tx, 'user_id', 'u')
        FROM generate_series(98, 101) AS tx`);
});
afterAll(() => server.query(`DROP DATABASE ${name} WITH (FORCE)`));

it('a soak reads the log in the order of its transactions, also where their numbers get a digit more', async () => {
  const seen: string[] = [];
  const reader = new LogReader(database, [0, '0', 0]);
  await reader.read(({ orderId }) => void seen.push(orderId));
  expect(seen).toEqual(['of 98', 'of 99', 'of 100', 'of 101']);
  expect(await endOfLog(database)).toEqual([1, '101', 1]);
});
