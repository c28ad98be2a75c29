import { afterEach, beforeEach, expect, it } from 'vitest';
import { shopProjections, userKind } from '@foldmart/core/shop';
import type { PostgresDatabase } from '../src/index.js';
import {
  scratchSchema,
  type ScratchConnection,
  type ScratchSchema,
} from './support/scratch-schema.js';

let schema: ScratchSchema;
let database: PostgresDatabase;
let other: ScratchConnection;

beforeEach(async () => {
  schema = scratchSchema();
  database = await schema.open(shopProjections());
  other = await schema.connect();
  await other.session.run({
    text: `INSERT INTO ${schema.name}.users (user_id) SELECT 'u_' || i FROM generate_series(1, 3) i`,
  });
});

afterEach(() => schema.dispose());

it('a turn that waited for another one is later, even if it began earlier', async () => {
  await database.repository.markCached(userKind, ['u_1']);
  const { session } = other;
  await session.run({ text: 'BEGIN' });
  await session.run({
    text: `UPDATE ${schema.name}.cache_turns SET turn = turn + interval '1 hour'`,
  });
  const waiting = database.repository.markCached(userKind, ['u_2']);
  await expect.poll(waitingSessions, { timeout: 30_000 }).toBe('1');
  await session.run({
    text: `UPDATE ${schema.name}.users SET last_cached_at = turn FROM ${schema.name}.cache_turns
           WHERE user_id = 'u_3'`,
  });
  await session.run({ text: 'COMMIT' });
  await waiting;
  expect(await longestCached()).toEqual(['u_1', 'u_3', 'u_2']);
});

it('a turn is later than the last one even if the clock was set back', async () => {
  await other.session.run({
    text: `UPDATE ${schema.name}.users SET last_cached_at = now() + interval '1 day' WHERE user_id = 'u_1'`,
  });
  await database.repository.markCached(userKind, ['u_2']);
  await database.repository.markCached(userKind, ['u_3']);
  expect(await longestCached()).toEqual(['u_1', 'u_2', 'u_3']);
});

async function longestCached(): Promise<readonly string[]> {
  const rows = await database.repository.candidates(userKind, 'longest-cached', 10);
  return rows.map(({ id }) => id);
}

async function waitingSessions(): Promise<string | null | undefined> {
  const { rows } = await other.session.run({
    text: `SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))`,
  });
  return rows[0]?.[0];
}
