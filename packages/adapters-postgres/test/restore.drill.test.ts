import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LogPosition, ReadModel } from '@foldmart/core';
import type { PostgresDatabase } from '../src/index.js';
import { LogFollower } from './support/log-follower.js';
import { notedOn } from './support/noted-events.js';
import { runPostgresProgram } from './support/postgres-programs.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';
import { followedModel, following, follow, inline, inlineModel } from './support/tallies.js';
import { startTemporaryCluster, type TemporaryCluster } from './support/temporary-cluster.js';

const subscription = 'drill';
const streams = 12;
const rounds = 40;
const pageSize = 25;
const patience = { timeout: 60_000 };

let schema: ScratchSchema;
let cluster: TemporaryCluster;

beforeEach(async () => {
  schema = scratchSchema();
  cluster = await startTemporaryCluster(owner(), String(schema.options.database));
});

afterEach(async () => {
  await schema.dispose();
  await cluster.destroy();
});

it(
  'a follower resumes from its checkpoint after the log is restored into another cluster',
  { timeout: 300_000 },
  async () => {
    const before = await schema.open([following, inline]);
    const old = await fillLog(before, 'old');
    await raiseTransactionIds();
    await expect.poll(() => before.events.count(), patience).toBe(old.length);
    const follower = new LogFollower();
    while (follower.seen.size < old.length / 2) {
      await readDurably(follower, before);
      await follow(before, pageSize);
    }
    const end = await before.events.readEnd(1);
    await before.close();
    await copyToCluster();

    const after = await schema.open([following, inline], {
      host: cluster.host,
      port: cluster.port,
    });
    expect(await after.checkpoints.load(subscription)).toBe(follower.next);
    expect(await after.events.readEnd(1)).toEqual(end);
    const fresh = await fillLog(after, 'new');
    await expect.poll(() => after.events.count(end.next), patience).toBe(fresh.length);
    while ((await readDurably(follower, after)) > 0);
    while ((await follow(after, pageSize)) > 0);
    expect([...follower.seen].slice(0, old.length).toSorted()).toEqual(old.toSorted());
    expect([...follower.seen].slice(old.length).toSorted()).toEqual(fresh.toSorted());
    const once = Object.fromEntries([...old, ...fresh].map((id) => [id, 1]));
    expect(await timesIn(after, followedModel)).toEqual(once);
    expect(await timesIn(after, inlineModel)).toEqual(once);

    const again = await schema.open([following, inline], {
      host: cluster.host,
      port: cluster.port,
    });
    expect(await readDurably(follower, again)).toBe(0);
    await Promise.all([after.close(), again.close()]);
  },
);

/** Appends to all streams by turns, three at a time; gives the ids. */
async function fillLog({ events }: PostgresDatabase, prefix: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const appends = [0, 1, 2].map((nth) => {
      const own = [0, 1].map((at) => `${prefix}-${String(round)}-${String(nth)}-${String(at)}`);
      ids.push(...own);
      return notedOn(`s-${String((round + nth * 4) % streams)}`, ...own);
    });
    await events.append(appends);
  }
  return ids;
}

/** A page of the follower, whose checkpoint outlives it. */
async function readDurably(follower: LogFollower, database: PostgresDatabase): Promise<number> {
  const from: LogPosition | undefined = await database.checkpoints.load(subscription);
  expect(from).toBe(follower.next);
  const events = await follower.read(database, pageSize);
  const to = follower.next;
  if (to !== undefined && events.length > 0) {
    expect(await database.checkpoints.move(subscription, { from, to })).toBe(true);
  }
  return events.length;
}

/** Moves the old cluster's transaction ids far above the first ids of the new one. */
async function raiseTransactionIds(): Promise<void> {
  const { session, close } = await schema.connect();
  const statement = { text: 'SELECT pg_current_xact_id()' };
  await session.runAll(Array.from({ length: 3_000 }, () => statement));
  await close();
}

async function copyToCluster(): Promise<void> {
  const { host, port, database } = schema.options;
  const { user, password } = owner();
  const folder = await mkdtemp(join(tmpdir(), 'foldmart-dump-'));
  const file = join(folder, 'log.dump');
  const from = ['-h', String(host), '-p', String(port), '-U', user, '-d', String(database)];
  const to = ['-h', cluster.host, '-p', String(cluster.port), '-U', user, '-d', String(database)];
  const dump = ['-Fc', '--schema', schema.name, '-f', file];
  await runPostgresProgram('pg_dump', [...from, ...dump], { password });
  await runPostgresProgram('pg_restore', [...to, '--exit-on-error', file], { password });
  await rm(folder, { recursive: true });
}

async function timesIn(
  { readModels }: PostgresDatabase,
  model: ReadModel,
): Promise<Readonly<Record<string, unknown>>> {
  const rows = await readModels.scan(model, { limit: 10_000 });
  return Object.fromEntries(rows.map((row) => [String(row['event_id']), row['times']]));
}

function owner(): { readonly user: string; readonly password: string } {
  const { user, password } = schema.options;
  return { user: String(user), password: String(password) };
}
