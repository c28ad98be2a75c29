import { afterAll, beforeAll, expect, it } from 'vitest';
import { shopProjections } from '@foldmart/core/shop';
import { ModelCatalog } from '../src/read-models/model-catalog.js';
import { spendingText } from '../src/shop/customer-spending/spending-statement.js';
import {
  scratchSchema,
  type ScratchConnection,
  type ScratchSchema,
} from './support/scratch-schema.js';

const users = 10_000;
const days = 20;

let schema: ScratchSchema;
let connection: ScratchConnection;

beforeAll(async () => {
  schema = scratchSchema();
  await schema.open(shopProjections());
  connection = await schema.connect();
  for (const text of [
    `INSERT INTO ${schema.name}.users (user_id, grade)
     SELECT 'u_' || i, 'BRONZE' FROM generate_series(1, ${String(users)}) i`,
    `INSERT INTO ${schema.name}.spending_by_day (user_id, day, amount)
     SELECT 'u_' || i, ('2026-01-01'::date + day)::text, 1000
     FROM generate_series(1, ${String(users)}) i, generate_series(1, ${String(days)}) day`,
    `ANALYZE ${schema.name}.users, ${schema.name}.spending_by_day`,
  ]) {
    await connection.session.run({ text });
  }
});

afterAll(() => schema.dispose());

it.each([
  ['the first page', null],
  ['a page in the middle', 'u_5'],
])('%s of 500 users is read by the keys of both tables', async (_what, after) => {
  const catalog = new ModelCatalog(schema.name, shopProjections());
  const { rows } = await connection.session.run({
    text: `EXPLAIN (ANALYZE, BUFFERS) ${spendingText(catalog)}`,
    values: ['2026-01-11', '2026-01-20', after, 500],
  });
  const plan = rows.map(([line]) => line).join('\n');
  expect(plan).toMatch(/users_pkey/);
  expect(plan).toMatch(/spending_by_day_pkey.*loops=500\)/);
  expect(plan).not.toMatch(/Seq Scan|Sort {2}/);
});
