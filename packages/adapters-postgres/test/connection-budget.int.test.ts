import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realClock } from '@foldmart/conformance';
import {
  defaultRetryPolicy,
  isRetryableError,
  planRebuilds,
  rebuildProjections,
  silentLogger,
  type HeldLock,
  type LeaderLease,
} from '@foldmart/core';
import type { PostgresDatabase } from '../src/index.js';
import { parcelsModel, parcelsProjection } from './support/parcel-messages.js';
import { notedOn } from './support/noted-events.js';
import {
  scratchSchema,
  type ScratchConnection,
  type ScratchSchema,
} from './support/scratch-schema.js';

const poolSize = 6;
const random = { next: Math.random };

let schema: ScratchSchema;
let watcher: ScratchConnection;

beforeEach(async () => {
  schema = scratchSchema();
  await schema.open();
  watcher = await schema.connect();
});

afterEach(() => schema.dispose());

describe('a database never has more connections than its pool size', () => {
  it('while it audits, rebuilds, appends, reads and holds locks', async () => {
    await open('older', poolSize);
    const applicationName = `busy-${randomUUID()}`;
    const database = await open(applicationName, poolSize);
    const seen = watch(applicationName);
    for (let nth = 0; nth < 20; nth += 1) await acquire(database, `lock-${nth}`);
    await Promise.all([
      ...Array.from({ length: 60 }, (_, nth) => patiently(() => append(database, nth))),
      ...Array.from({ length: 60 }, () => patiently(() => database.events.readAll({ limit: 10 }))),
      ...Array.from({ length: 12 }, () => patiently(() => audit(database))),
      rebuild(database),
    ]);
    await audit(database);
    expect((await seen.end()).most).toBeLessThanOrEqual(poolSize);
    expect(await database.events.count()).toBe(60);
  });

  it('while other processes request its locks, which keep and open no connection', async () => {
    const leader = await open(`leader-${randomUUID()}`, poolSize);
    const held = await acquire(leader, 'the lock');
    const applicationName = `stand-by-${randomUUID()}`;
    const standBy = await open(applicationName, 2);
    const seen = watch(applicationName);
    for (let nth = 0; nth < 200; nth += 1) {
      expect(await standBy.locks.tryAcquire('the lock')).toBeUndefined();
    }
    await Promise.all(
      Array.from({ length: 20 }, (_, nth) => patiently(() => append(standBy, nth))),
    );
    await held.release();
    const next = await acquire(standBy, 'the lock');
    expect(next.lost.aborted).toBe(false);
    const { most, backends } = await seen.end();
    expect(most).toBeLessThanOrEqual(2);
    expect(backends).toBeLessThanOrEqual(2);
  });

  it('and needs no more than one to hold locks', async () => {
    const applicationName = `alone-${randomUUID()}`;
    const database = await open(applicationName, 1);
    const seen = watch(applicationName);
    const held = await Promise.all(['one', 'two'].map((name) => acquire(database, name)));
    const { expiresAt } = await leaseOf(database, 'one');
    await append(database, 1);
    const isRenewed = async () => (await leaseOf(database, 'one')).renewedAt > expiresAt;
    await expect.poll(isRenewed, patience).toBe(true);
    expect(held.map(({ lost }) => lost.aborted)).toEqual([false, false]);
    expect((await seen.end()).most).toBe(1);
  });
});

describe('locks that are held', () => {
  it('outlive the connections of their process', async () => {
    const applicationName = `locks-${randomUUID()}`;
    const database = await open(applicationName, poolSize);
    const held = await Promise.all(['one', 'two'].map((name) => acquire(database, name)));
    const { expiresAt } = await leaseOf(database, 'one');
    await watcher.session.run({
      text: 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1',
      values: [applicationName],
    });
    const other = await open('other', 2);
    const isRenewed = async () => (await leaseOf(other, 'one')).renewedAt > expiresAt;
    await expect.poll(isRenewed, patience).toBe(true);
    expect(held.map(({ lost }) => lost.aborted)).toEqual([false, false]);
    expect(await other.locks.tryAcquire('one')).toBeUndefined();
  });

  it('are released one by one, and can be taken again', async () => {
    const database = await open('turns', 2);
    const other = await open('other', 2);
    const [one, two] = await Promise.all(['one', 'two'].map((name) => acquire(database, name)));
    await two?.release();
    const theirs = await acquire(other, 'two');
    expect([one?.lost.aborted, two?.lost.aborted, theirs.lost.aborted]).toEqual([
      false,
      false,
      false,
    ]);
    await theirs.release();
    for (let nth = 0; nth < 20; nth += 1) {
      const held = await Promise.all(['a', 'b'].map((name) => acquire(database, name)));
      await Promise.all(held.map((each) => each.release()));
      // Both connections are free: neither waits for the other.
      await Promise.all([append(database, 2 * nth), append(database, 2 * nth + 1)]);
    }
  });
});

const patience = { timeout: 30_000 };

function open(applicationName: string, size: number): Promise<PostgresDatabase> {
  const lease = { leaderLeaseMs: 4_000 };
  const options = { applicationName, poolSize: size, connectTimeoutMs: 60_000, ...lease };
  return schema.open([parcelsProjection], options);
}

async function acquire({ locks }: PostgresDatabase, name: string): Promise<HeldLock> {
  const held = await locks.tryAcquire(name);
  if (held === undefined) throw new Error(`The lock ${name} is not free.`);
  return held;
}

async function leaseOf({ locks }: PostgresDatabase, name: string): Promise<LeaderLease> {
  const lease = (await locks.leases()).find((each) => each.name === name);
  if (lease === undefined) throw new Error(`The lock ${name} was never acquired.`);
  return lease;
}

async function append({ events }: PostgresDatabase, nth: number): Promise<void> {
  await events.append([notedOn(`s-${nth}`, `e-${nth}`)]);
}

async function audit({ audit: reader }: PostgresDatabase): Promise<void> {
  await reader.audit(async (view) => {
    await Promise.all([view.readAll({ limit: 10 }), view.count()]);
    await view.scan(parcelsModel, { limit: 10 });
  });
}

async function rebuild(database: PostgresDatabase): Promise<void> {
  const [plan] = planRebuilds([{ ...parcelsProjection, version: 2 }]);
  if (plan === undefined) throw new Error('there is a plan');
  const dependencies = {
    store: database.events,
    rebuilds: database.rebuilds,
    locks: database.locks,
    clock: realClock,
    random,
    logger: silentLogger,
  };
  const { outcome } = await rebuildProjections(dependencies, plan);
  expect(outcome).toBe('done');
}

/** Waits for a connection as callers do. */
async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isRetryableError(error)) throw error;
      await realClock.sleep(defaultRetryPolicy.firstDelayMs);
    }
  }
}

/** Counts the connections of an application, as often as the server answers. */
function watch(applicationName: string) {
  const pids = new Set<string>();
  let most = 0;
  const over = new AbortController();
  const isOver = (): boolean => over.signal.aborted;
  const watching = (async () => {
    while (!isOver()) {
      const { rows } = await watcher.session.run({
        text: 'SELECT pid FROM pg_stat_activity WHERE application_name = $1',
        values: [applicationName],
      });
      most = Math.max(most, rows.length);
      for (const [pid] of rows) pids.add(String(pid));
    }
  })();
  return {
    async end() {
      over.abort();
      await watching;
      return { most, backends: pids.size };
    },
  };
}
