import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LogPosition } from '@foldmart/core';
import { userKind, usersModel } from '@foldmart/core/shop';
import type { PostgresDatabase } from '../src/index.js';
import { queueForStreams } from '../src/event-store/log-writer.js';
import { tablesIn } from '../src/database-tables.js';
import { noted, notedOn } from './support/noted-events.js';
import { planOf, shopAt } from './support/raised-shop.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';
import { follow, following, inline, inlineModel } from './support/tallies.js';

let schemas: readonly [ScratchSchema, ScratchSchema];
let one: PostgresDatabase;
let other: PostgresDatabase;

const projections = [inline, following];

beforeEach(async () => {
  schemas = [scratchSchema(), scratchSchema()];
  [one, other] = [await schemas[0].open(projections), await schemas[1].open(projections)];
});

afterEach(async () => {
  for (const schema of schemas) await schema.dispose();
});

it('two domains share a database by schema: each has its own streams, event ids, rows and checkpoints', async () => {
  await one.events.append([notedOn('stream', 'same-id')]);
  await other.events.append([
    { streamId: 'stream', expectedVersion: 0, events: [noted('same-id')] },
  ]);
  await one.events.append([notedOn('stream', 'another-id')]);
  expect(await one.readModels.count(inlineModel)).toBe(2);
  expect(await other.readModels.count(inlineModel)).toBe(1);
  await expect.poll(() => follow(one, 10), { timeout: 30_000 }).toBeGreaterThan(0);
  expect(await other.projections.checkpoint(following)).toBeUndefined();
});

it('two domains have their own snapshots and subscriptions', async () => {
  const snapshot = { name: 'n', streamId: 's', streamVersion: 1, schemaVersion: 1, state: 1 };
  await one.snapshots.save(snapshot);
  expect(await other.snapshots.load('s', 'n')).toBeUndefined();
  await one.events.append([notedOn('stream', 'id')]);
  let next: LogPosition | undefined;
  const readNext = async (): Promise<boolean> => {
    ({ next } = await one.events.readAll({ limit: 1 }));
    return next !== undefined;
  };
  await expect.poll(readNext, { timeout: 30_000 }).toBe(true);
  await one.checkpoints.move('subscription', { from: undefined, to: next! });
  expect(await other.checkpoints.load('subscription')).toBeUndefined();
});

it('two domains lead at the same time under one name', async () => {
  const held = await one.locks.tryAcquire('leader');
  expect(held).toBeDefined();
  expect(await one.locks.tryAcquire('leader')).toBeUndefined();
  const theirs = await other.locks.tryAcquire('leader');
  expect(theirs).toBeDefined();
  await held?.release();
  await theirs?.release();
});

it('two domains do not queue for streams of one name', async () => {
  const [mine, theirs] = [await schemas[0].connect(), await schemas[1].connect()];
  for (const { session } of [mine, theirs]) await session.run({ text: 'BEGIN' });
  await queueForStreams(mine.session, tablesIn(schemas[0].name), ['stream']);
  await theirs.session.run({ text: "SET LOCAL lock_timeout = '1s'" });
  await queueForStreams(theirs.session, tablesIn(schemas[1].name), ['stream']);
  await expect(
    queueForStreams(theirs.session, tablesIn(schemas[0].name), ['stream']),
  ).rejects.toMatchObject({ code: '55P03' });
});

it('two domains migrate and rebuild at the same time', async () => {
  const [first, second] = await Promise.all(schemas.map((schema) => schema.open(shopAt(2))));
  const plan = planOf(shopAt(2), 'orders');
  await first!.rebuilds.begin(plan);
  expect(await second!.rebuilds.list()).toEqual([]);
});

it('two domains cache kinds of one name', async () => {
  const [first, second] = await Promise.all(schemas.map((schema) => schema.open(shopAt(1))));
  await first!.repository.markCached(userKind, ['u_1']);
  expect(await second!.readModels.count(usersModel)).toBe(0);
  const { session } = await schemas[1].connect();
  const { rows } = await session.run({
    text: `SELECT count(*) FROM ${schemas[1].name}.cache_turns`,
  });
  expect(rows).toEqual([['0']]);
});
