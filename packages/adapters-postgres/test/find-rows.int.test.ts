import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertReadModel, planFind, type AnyRowQuery, type Projection } from '@foldmart/core';
import { defineReadModel } from '@foldmart/core';
import type { Session } from '../src/connection/session.js';
import { reservedTableNames } from '../src/database-tables.js';
import { modelTable } from '../src/read-models/model-table.js';
import { findStatement } from '../src/read-model-store/find-statement.js';
import { scratchSchema } from './support/scratch-schema.js';

const loans = defineReadModel({
  name: 'loans',
  key: ['book', 'nth'],
  columns: { book: 'text', nth: 'integer', reader: 'text', due_at: 'timestamp', fee: 'decimal' },
  indexes: [['reader', 'due_at'], ['fee']],
});

const filling: Projection = {
  name: 'loans',
  version: 1,
  mode: 'async',
  models: [loans],
  handles: ['book_lent'],
  project: () => [],
};

const schema = scratchSchema();
let session: Session;

beforeAll(async () => {
  await schema.open([filling]);
  ({ session } = await schema.connect());
  await session.run({
    text: `
      INSERT INTO ${schema.name}.loans (book, nth, reader, due_at, fee)
      SELECT 'book ' || n, n % 7, 'reader ' || n % 100,
             CASE WHEN n % 5 > 0 THEN timestamptz '2026-03-01' + n * interval '1 hour' END,
             CASE WHEN n % 3 > 0 THEN n % 50 END
      FROM generate_series(1, 20000) n`,
  });
  await session.run({ text: `ANALYZE ${schema.name}.loans` });
});

afterAll(() => schema.dispose());

const after = { book: 'book 1', nth: 1, reader: 'reader 1', due_at: null, fee: null };
const reader = { reader: 'reader 1' };
const due = ['reader', 'due_at'];

const queries: Readonly<Record<string, AnyRowQuery>> = {
  'the first rows of an index': { index: ['fee'], limit: 20 },
  'the last rows of an index': { index: ['fee'], order: 'descending', limit: 20 },
  'equality on its first column': { index: due, where: reader, limit: 20 },
  'equality on all of its columns': { index: due, where: { ...reader, due_at: null }, limit: 20 },
  'a range of its second column': {
    index: due,
    where: reader,
    range: { gte: '2026-04-01T00:00:00Z', lt: '2026-05-01T00:00:00Z' },
    limit: 20,
  },
  'a page after null': { index: due, where: reader, after, limit: 20 },
  'a descending page after null': {
    index: due,
    where: reader,
    after,
    order: 'descending',
    limit: 20,
  },
  'a page after a value, through ties': { index: ['fee'], after: { ...after, fee: 7 }, limit: 20 },
  'a descending page after a value': {
    index: ['fee'],
    after: { ...after, fee: 7 },
    order: 'descending',
    limit: 20,
  },
  'the first column of the key': { index: ['book', 'nth'], where: { book: 'book 7' }, limit: 20 },
  'the first rows of the key': { index: ['book', 'nth'], limit: 20 },
  'the last rows of the key': { index: ['book', 'nth'], order: 'descending', limit: 20 },
  'a descending page of the key': {
    index: ['book', 'nth'],
    after: { book: 'book 9', nth: 3 },
    order: 'descending',
    limit: 20,
  },
};

describe('finding rows', () => {
  it.each(Object.entries(queries))('reads no more than an index for %s', async (_what, query) => {
    const statement = findStatement(
      modelTable(schema.name, loans),
      planFind(loans, query as never),
    );
    const { text, values = [] } = statement;
    const { rows } = await session.run({ text: `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values });
    const plan = String(rows[0]?.[0]);
    expect(plan).toMatch(/Index (Only )?Scan/);
    expect(plan).not.toContain('Seq Scan');
  });
});

it('no read model can have the name of a relation of the library', async () => {
  const { rows } = await session.run({
    text: `
      SELECT relname FROM pg_class
      WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'i', 'S', 'v')
        AND relname !~ '^(loans|projection_failures|coupon)'`,
    values: [schema.name],
  });
  expect(rows.length).toBeGreaterThan(20);
  const accepted = rows.map(([name]) => String(name)).filter((name) => !isRefused(name));
  expect(accepted).toEqual([]);
});

function isRefused(name: string): boolean {
  try {
    assertReadModel({ name, key: ['id'], columns: { id: 'text' } }, reservedTableNames);
    return false;
  } catch {
    return true;
  }
}
