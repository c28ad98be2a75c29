import { openPostgresDatabase } from '@foldmart/adapters-postgres';
import { systemClock, systemIds, systemRandom } from '@foldmart/node';
import {
  createCommandHandler,
  planRebuilds,
  rebuildProjections,
  silentLogger,
  withUpcasting,
} from '@foldmart/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cards, redeemedByDay } from './gift-card-projections.js';
import { giftCards, registry } from './gift-cards.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

const around = { clock: systemClock, random: systemRandom, ids: systemIds, logger: silentLogger };
const projections = withUpcasting(registry, [cards, redeemedByDay]);

let schema: ScratchSchema;
let database: Awaited<ReturnType<typeof openPostgresDatabase>>;

beforeEach(async () => {
  schema = scratchSchema();
  database = await openPostgresDatabase(schema.options, { ...around, projections });
  const handle = createCommandHandler(giftCards, { ...around, registry, store: database.events });
  await handle('card-1', { do: 'issue', card_id: '1', amount: 5_000 });
});

afterEach(async () => {
  await database.close();
  await schema.drop();
});

it('rebuilds tables with their grants and operational columns', async () => {
  const { client, table } = await lookInto(schema);
  await client.query(`
    UPDATE ${table} SET last_mailed_at = '2026-02-03T14:30:00Z', balance = 7;
    GRANT SELECT ON ${table} TO PUBLIC`);
  expect(await rebuildCards()).toBe('done');
  const { rows } = await client.query(`
    SELECT balance::int, last_mailed_at IS NOT NULL AS mailed,
           has_table_privilege('pg_monitor', '${table}', 'SELECT') AS readable
    FROM ${table}`);
  expect(rows).toEqual([{ balance: 5_000, mailed: true, readable: true }]);
  await client.end();
});

it('does not drop a table that a view depends on', async () => {
  const { client, table } = await lookInto(schema);
  const view = table.replace('gift_cards', 'rich_cards');
  await client.query(`CREATE VIEW ${view} AS SELECT * FROM ${table} WHERE balance > 100`);
  await expect(rebuildCards()).rejects.toThrow(/rich_cards|depend/);
  await client.query(`DROP VIEW ${view}`);
  expect(await rebuildCards()).toBe('done');
  await client.end();
});

async function lookInto({ options, connect }: ScratchSchema) {
  return { client: await connect(), table: `${String(options.schema)}.gift_cards` };
}

async function rebuildCards(): Promise<string> {
  const [plan] = planRebuilds(projections);
  const { events: store, rebuilds, locks } = database;
  const result = await rebuildProjections({ ...around, store, rebuilds, locks }, plan!);
  return result.outcome;
}
