import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadModel, Row } from '@foldmart/core';
import { packRow, unpackRow } from '../../../src/projections/verify/packed-row.js';
import { newRow } from '../../../src/projections/rows/canonical-row.js';

const model: ReadModel = {
  name: 'loans',
  key: ['book'],
  columns: {
    book: 'text',
    copies: 'integer',
    price: 'decimal',
    is_lent: 'boolean',
    lent_at: 'timestamp',
    notes: 'json',
  },
  operational: { dusted_at: 'timestamp' },
};

const optional = { nil: null };
const rows = fc
  .record({
    book: fc.string({ maxLength: 5 }),
    copies: fc.option(fc.maxSafeInteger(), optional),
    price: fc.option(fc.constantFrom('0', '-0.5', '12345678901234567890.25'), optional),
    is_lent: fc.option(fc.boolean(), optional),
    lent_at: fc.option(fc.constant('2026-02-03T14:30:00Z'), optional),
    notes: fc.option(fc.jsonValue({ maxDepth: 2 }), optional),
  })
  .map((given): Row => newRow(model, JSON.parse(JSON.stringify(given)) as Row));

describe('a packed row', () => {
  it('keeps the row as it should be stored, and as it ends', () => {
    const states = fc
      .tuple(fc.option(rows, { nil: undefined }), fc.option(rows, { nil: undefined }))
      .filter(([stored, final]) => stored !== undefined || final !== undefined);
    fc.assert(
      fc.property(states, ([stored, final]) => {
        expect(unpackRow(model, packRow(model, stored, final))).toStrictEqual({ stored, final });
      }),
    );
  });

  it('holds a row once that is the same in both', () => {
    fc.assert(
      fc.property(rows, (row) => {
        for (const final of [row, { ...row }]) {
          const unpacked = unpackRow(model, packRow(model, row, final));
          expect(unpacked.stored).toStrictEqual(row);
          expect(unpacked.final).toBe(unpacked.stored);
        }
      }),
    );
  });
});
