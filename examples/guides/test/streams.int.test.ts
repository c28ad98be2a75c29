import { afterEach, beforeEach, expect, it } from 'vitest';
// #region postgres
import { openPostgresDatabase, type PostgresOptionsInput } from '@foldmart/adapters-postgres';
import { systemClock, systemIds, systemRandom } from '@foldmart/node';
import { createCommandHandler, silentLogger } from '@foldmart/core';
import { giftCards, registry } from './gift-cards.js';

async function openGiftCards(options: PostgresOptionsInput) {
  const surroundings = { clock: systemClock, random: systemRandom, logger: silentLogger };
  const database = await openPostgresDatabase(options, { ...surroundings, projections: [] });
  const store = database.events;
  const deciding = { ...surroundings, store, registry, ids: systemIds };
  return { database, handle: createCommandHandler(giftCards, deciding) };
}
// #endregion
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

let schema: ScratchSchema;
let shop: Awaited<ReturnType<typeof openGiftCards>>;

beforeEach(async () => {
  schema = scratchSchema();
  shop = await openGiftCards(schema.options);
});

afterEach(async () => {
  await shop.database.close();
  await schema.drop();
});

it('keeps streams in Postgres', async () => {
  await shop.handle('card-1', { do: 'issue', card_id: '1', amount: 500 });
  const again = await openGiftCards(schema.options);
  expect((await again.database.events.readStream('card-1')).version).toBe(1);
  await again.database.close();
});

it('reports the append that blocks followers', async () => {
  const { database, handle } = shop;
  const other = await schema.connect();
  const { schema: name } = schema.options;
  await other.query(`BEGIN; SELECT ${String(name)}.begin_append(); SELECT pg_current_xact_id()`);
  await handle('card-2', { do: 'issue', card_id: '2', amount: 500 });
  // #region blocker
  const blocker = await database.events.blocker();
  if (blocker !== undefined) {
    console.log(
      `waiting for ${blocker.description}, for ${String(Math.round(blocker.ageMs))} ms so far`,
    );
  }
  // #endregion
  expect(blocker?.description).toMatch(/^pid \d+, database /);
  expect((await database.events.readAll({ limit: 10 })).events).toEqual([]);
  expect((await database.events.readStream('card-2')).version).toBe(1);
  await other.end();
  await expect
    .poll(async () => (await database.events.readAll({ limit: 10 })).events, { timeout: 30_000 })
    .toHaveLength(1);
});
