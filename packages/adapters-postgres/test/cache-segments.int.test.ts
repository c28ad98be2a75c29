import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CachedEntityKind } from '@foldmart/core';
import { productKind, shopProjections, userKind } from '@foldmart/core/shop';
import { segmentText } from '../src/repository/cache-segments.js';
import { modelTable } from '../src/read-models/model-table.js';
import {
  scratchSchema,
  type ScratchConnection,
  type ScratchSchema,
} from './support/scratch-schema.js';

const rowCount = 20_000;
const segmentNames = ({ segments = {} }: CachedEntityKind): readonly string[] => [
  'never-cached',
  'longest-cached',
  ...Object.keys(segments),
];
const cases = [userKind, productKind].flatMap((kind) =>
  segmentNames(kind).map((segment) => [kind.name, segment, kind] as const),
);

let schema: ScratchSchema;
let connection: ScratchConnection;

beforeAll(async () => {
  schema = scratchSchema();
  await schema.open(shopProjections());
  connection = await schema.connect();
  for (const text of [
    `INSERT INTO ${schema.name}.users (user_id, created_at, order_count, last_ordered_at, last_cached_at)
     SELECT 'u_' || i, '2026-01-01'::timestamptz + make_interval(secs => i), i % 2,
       CASE WHEN i % 2 = 0 THEN now() - make_interval(secs => i) END,
       CASE WHEN i % 3 = 0 THEN now() - make_interval(secs => i) END
     FROM generate_series(1, ${String(rowCount)}) i`,
    `INSERT INTO ${schema.name}.products (product_id, created_at, order_count, last_cached_at)
     SELECT 'p_' || i, '2026-01-01'::timestamptz + make_interval(secs => i), i % 1000,
       CASE WHEN i % 3 = 0 THEN now() - make_interval(secs => i) END
     FROM generate_series(1, ${String(rowCount)}) i`,
    `ANALYZE ${schema.name}.users, ${schema.name}.products`,
  ]) {
    await connection.session.run({ text });
  }
});

afterAll(() => schema.dispose());

it('covers all segments of both kinds', () => {
  expect(cases).toHaveLength(8);
});

it.each(cases)(
  '%s that are %s come from an index, without sorting them all',
  async (_kindName, segment, kind) => {
    const text = segmentText(kind, segment)(modelTable(schema.name, kind.model));
    const { rows } = await connection.session.run({ text: `EXPLAIN ${text.replace('$1', '500')}` });
    const plan = rows.map(([line]) => line).join('\n');
    expect(plan).toMatch(/Index Scan/);
    expect(plan).not.toMatch(/Seq Scan|(?<!Incremental )Sort {2}/);
  },
);
