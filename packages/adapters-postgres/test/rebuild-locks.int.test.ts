import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  isRetryableError,
  type LogPosition,
  type PortError,
  type RebuildPlan,
} from '@foldmart/core';
import { countShop, shopProjections } from '@foldmart/core/shop';
import { tablesIn } from '../src/database-tables.js';
import type { PostgresDatabase } from '../src/index.js';
import { postgresShop } from '../src/shop/index.js';
import { appendInTransaction } from '../src/event-store/appending/append-in-transaction.js';
import { logContext } from '../src/event-store/log-writer.js';
import { InlineProjector } from '../src/read-models/inline-projector.js';
import { ModelCatalog } from '../src/read-models/model-catalog.js';
import type { Session } from '../src/connection/session.js';
import { planOf, rebuildPlan, shopAt } from './support/raised-shop.js';
import { orderPlaced, ordersPlaced } from './support/sample-events.js';
import { beginOpenAppend } from './support/open-transactions.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

let schema: ScratchSchema;
let old: PostgresDatabase;
let next: PostgresDatabase;
let plan: RebuildPlan;
let other: Session;

beforeEach(async () => {
  schema = scratchSchema();
  old = await schema.open(shopAt(1));
  next = await schema.open(shopAt(2));
  plan = planOf(shopAt(2), 'orders');
  ({ session: other } = await schema.connect());
});

afterEach(() => schema.dispose());

describe('a swap', () => {
  it('times out and changes nothing if an append keeps its locks; a later swap includes its events', async () => {
    await next.rebuilds.begin(plan);
    const { streamId, event } = orderPlaced();
    await other.run({ text: 'BEGIN' });
    await appendInTransaction(other, contextOf(), [
      { streamId, expectedVersion: 0, events: [event] },
    ]);
    await assertGivesUp();
    await old.events.ingest({ items: ordersPlaced(1) });
    await other.run({ text: 'COMMIT' });
    expect(await next.rebuilds.finish(plan, undefined)).toBe('done');
    expect((await countShop(next.readModels)).orders).toBe(2);
  });

  it('waits for an append that has passed the fence but not written the read models yet', async () => {
    await next.rebuilds.begin(plan);
    const { streamId, event } = orderPlaced();
    const record = { position: 1, streamId, streamVersion: 1, event };
    const { records, fence } = contextOf();
    const inserting = records.insert([{ ...record, json: JSON.stringify(event.data) }]);
    await other.runAll([{ text: 'BEGIN' }, inserting, fence]);
    await assertGivesUp();
    await other.run({ text: 'COMMIT' });
    expect(await next.rebuilds.finish(plan, undefined)).toBe('done');
    expect((await countShop(next.readModels)).orders).toBe(1);
  });

  it('includes events that are appended after it has looked how many it lacks', async () => {
    await next.rebuilds.begin(plan);
    const shadow = `${schema.name}.orders__rebuild`;
    // The statistics of the shadow are gathered after that look, and before appends are held back.
    await other.run({ text: `BEGIN; LOCK TABLE ${shadow} IN SHARE UPDATE EXCLUSIVE MODE` });
    const finishing = next.rebuilds.finish(plan, undefined);
    await expect.poll(() => waitersFor(shadow), { timeout: 20_000 }).toBe(1);
    await old.events.ingest({ items: ordersPlaced(2) });
    await other.run({ text: 'COMMIT' });
    expect(await finishing).toBe('done');
    expect((await countShop(next.readModels)).orders).toBe(2);
  });

  it('times out and changes nothing if a reader keeps its locks', async () => {
    await next.rebuilds.begin(plan);
    await old.events.ingest({ items: ordersPlaced(3) });
    await other.run({ text: `BEGIN; SELECT count(*) FROM ${schema.name}.orders` });
    await assertGivesUp();
    expect((await countShop(next.readModels)).orders).toBe(3);
    await old.events.ingest({ items: ordersPlaced(1) });
    await other.run({ text: 'COMMIT' });
    expect(await next.rebuilds.finish(plan, undefined)).toBe('done');
    expect((await countShop(next.readModels)).orders).toBe(4);
  });

  it('does not wait for readers of the log, or for appends that have not written', async () => {
    await next.rebuilds.begin(plan);
    await beginOpenAppend(other, schema.name);
    await other.run({ text: `SELECT count(*) FROM ${schema.name}.events` });
    await old.events.ingest({ items: ordersPlaced(3) });
    expect((await next.events.readAll({ limit: 10 })).events).toEqual([]);
    expect(await next.rebuilds.finish(plan, undefined)).toBe('done');
    expect((await countShop(next.readModels)).orders).toBe(3);
    await other.run({ text: 'ROLLBACK' });
  });

  it('is postponed while more events are missing than appends may wait for', async () => {
    await next.rebuilds.begin(plan);
    for (let nth = 0; nth < 6; nth += 1) await old.events.ingest({ items: ordersPlaced(1_000) });
    expect(await next.rebuilds.finish(plan, undefined)).toBe('behind');
    expect(await rebuildPlan(next, plan)).toMatchObject({ outcome: 'done' });
    expect((await countShop(next.readModels)).orders).toBe(6_000);
  });

  it('of an older program never replaces rows of a newer one', async () => {
    const stale = planOf(shopAt(1), 'orders');
    await old.rebuilds.begin(stale);
    await rebuildPlan(next, plan);
    expect(await old.rebuilds.finish(stale, undefined)).toBe('overtaken');
    await expect(old.rebuilds.begin(stale)).rejects.toMatchObject({
      reason: 'rejected',
      hint: 'upgrade this program',
    });
  });
});

describe('the fence', () => {
  const refusal = {
    reason: 'unavailable',
    isRetryable: true,
    code: 'projection-version',
    message: expect.stringContaining(
      'projection orders is at version 2 in the database and at version 1 in this program',
    ) as string,
  };

  it('stops every write of a program whose rows were replaced', async () => {
    const shop = await schema.openWith({ projections: shopAt(1), modules: [postgresShop] });
    const { coupons } = shop.module(postgresShop);
    for (const name of ['orders', 'users']) await rebuildPlan(next, planOf(shopAt(2), name));
    const { streamId, event } = orderPlaced();
    const appends = [{ streamId, expectedVersion: 0, events: [event] }];
    await expect(old.events.append(appends)).rejects.toMatchObject(refusal);
    await expect(old.events.ingest({ items: ordersPlaced(1) })).rejects.toMatchObject(refusal);
    await expect(old.events.ingest({ items: ordersPlaced(50) })).rejects.toMatchObject(refusal);
    await expect(coupons.change(1, () => [])).rejects.toMatchObject(refusal);
    const scope = { requestIds: [], userIds: [1] };
    const settling = coupons.settle(1, scope, () => {
      throw new Error('No decision may pass the fence.');
    });
    await expect(settling).rejects.toMatchObject(refusal);
    expect(await next.events.listStreams({ limit: 10 })).toEqual([]);
    await next.events.append(appends);
    expect((await countShop(next.readModels)).orders).toBe(1);
  });

  it('advises what to do', async () => {
    const hintOf = async (database: PostgresDatabase): Promise<string | undefined> => {
      const ingesting = database.events.ingest({ items: ordersPlaced(1) });
      const error: unknown = await ingesting.catch((reason: unknown) => reason);
      return (error as PortError).hint;
    };
    expect(await hintOf(next)).toContain('run foldmart projections rebuild orders');
    const without = await schema.open(shopProjections().filter(({ name }) => name !== 'orders'));
    expect(await hintOf(without)).toBe(
      'upgrade this program, or run foldmart projections retire orders',
    );
    expect(await next.projections.retire('orders')).toBe(true);
    await without.events.ingest({ items: ordersPlaced(1) });
    for (const name of ['orders', 'users']) await rebuildPlan(next, planOf(shopAt(2), name));
    expect(await hintOf(old)).toBe('upgrade this program');
  });
});

async function waitersFor(table: string): Promise<number> {
  const { rows } = await other.run({
    text: 'SELECT count(*) FROM pg_locks WHERE relation = $1::regclass AND NOT granted',
    values: [table],
  });
  return Number(rows[0]?.[0]);
}

async function assertGivesUp(position?: LogPosition): Promise<void> {
  const before = [await next.rebuilds.list(), await next.projections.states()];
  const error: unknown = await next.rebuilds
    .finish(plan, position)
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ port: 'rebuild-store', reason: 'timeout' });
  expect(isRetryableError(error)).toBe(true);
  expect([await next.rebuilds.list(), await next.projections.states()]).toEqual(before);
}

function contextOf() {
  const catalog = new ModelCatalog(schema.name, shopAt(1));
  return logContext(tablesIn(schema.name), catalog, new InlineProjector(shopAt(1)));
}
