import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isPortError, isRetryableError, silentLogger } from '@foldmart/core';
import { countShop, shopProjections } from '@foldmart/core/shop';
import { realClock } from '@foldmart/conformance';
import type { PostgresDatabase } from '../src/index.js';
import { ordersPlaced } from './support/sample-events.js';
import {
  scratchSchema,
  type ScratchConnection,
  type ScratchSchema,
} from './support/scratch-schema.js';

const applicationName = `lost-${String(process.pid)}`;

let schema: ScratchSchema;
let database: PostgresDatabase;
let killer: ScratchConnection;
let reports: string[];

beforeEach(async () => {
  schema = scratchSchema();
  reports = [];
  database = await schema.open(
    shopProjections(),
    { applicationName, poolSize: 3 },
    {
      ...silentLogger,
      info: (message) => reports.push(message),
    },
  );
  killer = await schema.connect();
});

afterEach(() => schema.dispose());

describe('when backends are terminated', () => {
  it('idle connections are replaced, and the process lives', async () => {
    await database.events.ingest({ items: ordersPlaced(10) });
    expect(await terminateAll()).toBeGreaterThan(0);
    await expect.poll(() => reports, { timeout: 30_000 }).not.toEqual([]);
    await settled(() => database.events.ingest({ items: ordersPlaced(10) }));
    expect(await countShop(database.readModels)).toMatchObject({ orders: 20 });
  });

  it('every batch is recorded exactly once if retryable errors are retried', async () => {
    const batches = Array.from({ length: 30 }, () => ordersPlaced(50));
    let isDone = false;
    const killing = killUntil(() => isDone);
    const waiting = [...batches];
    await Promise.all(
      Array.from({ length: 3 }, async () => {
        for (let items = waiting.pop(); items !== undefined; items = waiting.pop()) {
          const batch = { items };
          await settled(() => database.events.ingest(batch));
        }
      }),
    ).finally(() => {
      isDone = true;
    });
    expect(await killing).toBeGreaterThan(0);
    await settled(async () => {
      expect(await countShop(database.readModels)).toMatchObject({ orders: 1_500 });
    });
    const ids = batches.flat().map(({ event }) => event.id);
    expect((await settled(() => database.events.findIds(ids))).size).toBe(1_500);
  });

  it('the holder of a leader lock keeps it, and can release it', async () => {
    const held = await database.locks.tryAcquire('leader');
    expect(await terminateAll()).toBeGreaterThan(0);
    expect(await settled(() => database.locks.tryAcquire('leader'))).toBeUndefined();
    expect(held?.lost.aborted).toBe(false);
    await held?.release();
    const next = await settled(() => database.locks.tryAcquire('leader'));
    expect(next?.lost.aborted).toBe(false);
  });
});

it('a statement beyond its time-out rejects with a retryable time-out, and its connection stays usable', async () => {
  const impatient = await schema.open(shopProjections(), { statementTimeoutMs: 200, poolSize: 1 });
  const { session } = killer;
  await session.run({ text: `BEGIN; LOCK TABLE ${schema.name}.events IN ACCESS EXCLUSIVE MODE` });
  const error: unknown = await impatient.events
    .ingest({ items: ordersPlaced(1) })
    .catch((reason: unknown) => reason);
  expect(isPortError(error) && error.reason).toBe('timeout');
  expect(isRetryableError(error)).toBe(true);
  await session.run({ text: 'ROLLBACK' });
  await impatient.events.ingest({ items: ordersPlaced(1) });
});

async function killUntil(isDone: () => boolean): Promise<number> {
  let killed = 0;
  while (!isDone()) {
    killed += await terminateAll();
    await realClock.sleep(20);
  }
  return killed;
}

async function terminateAll(): Promise<number> {
  const { rows } = await killer.session.run({
    text: 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1',
    values: [applicationName],
  });
  return rows.length;
}

async function settled<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isRetryableError(error)) throw error;
      await realClock.sleep(5);
    }
  }
}
