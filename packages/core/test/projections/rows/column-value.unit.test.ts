import { UnstorableError, type ColumnType } from '@foldmart/core';
import { describe, expect, it } from 'vitest';
import { toColumnValue } from '../../../src/projections/rows/index.js';

const digits = (count: number): string => '9'.repeat(count);

function refusalOf(type: ColumnType, value: unknown): string {
  try {
    toColumnValue(type, value, 'loans.x');
  } catch (error) {
    expect(error).toBeInstanceOf(UnstorableError);
    return (error as Error).message;
  }
  return 'accepted';
}

describe('the canonical value of a column', () => {
  it.each<[ColumnType, unknown, unknown]>([
    ['text', 'a', 'a'],
    ['text', 1.5, '1.5'],
    ['text', { a: [true] }, '{"a":[true]}'],
    ['integer', 7, 7],
    ['integer', '-07', -7],
    ['integer', '+7', 7],
    ['integer', -0, 0],
    ['decimal', 7, '7'],
    ['decimal', 1.5, '1.5'],
    ['decimal', '-01.50', '-1.5'],
    ['decimal', `-${digits(38)}.${digits(38)}`, `-${digits(38)}.${digits(38)}`],
    ['boolean', false, false],
    ['timestamp', '2026-02-03T15:30:00+01:00', '2026-02-03T14:30:00.000000Z'],
    ['json', { a: null }, { a: null }],
  ])('of %s: %j is %j', (type, value, canonical) => {
    const actual = toColumnValue(type, value, 'x');
    expect(actual).toStrictEqual(canonical);
  });

  it.each<ColumnType>(['text', 'integer', 'decimal', 'boolean', 'timestamp', 'json'])(
    'of %s is null if it is absent',
    (type) => {
      expect(toColumnValue(type, null, 'x')).toBe(null);
      expect(toColumnValue(type, undefined, 'x')).toBe(null);
    },
  );
});

describe('a value is refused', () => {
  it.each<[ColumnType, unknown, string]>([
    ['integer', 1.5, '1.5'],
    ['integer', '1x', '"1x"'],
    ['integer', 'x1', '"x1"'],
    ['integer', '', '""'],
    ['integer', '9007199254740992', '"9007199254740992"'],
    ['integer', true, 'true'],
    ['integer', 7n, '7'],
    ['decimal', 'much', '"much"'],
    ['decimal', Number.NaN, 'NaN'],
    ['boolean', 'true', '"true"'],
    ['boolean', 1, '1'],
    ['timestamp', 'noon', '"noon"'],
    ['timestamp', 0, '0'],
    ['timestamp', () => 0, 'function'],
    ['timestamp', 'x'.repeat(200), `"${'x'.repeat(99)}`],
  ])('for %s: %s', (type, value, shown) => {
    expect(refusalOf(type, value)).toBe(`loans.x is not a valid ${type}: ${shown}`);
  });

  it.each([digits(39), `0.${digits(39)}`, `-${digits(39)}.5`])(
    'for a decimal of too many digits: %s',
    (value) => {
      expect(refusalOf('decimal', value)).toBe(
        `loans.x is "${value}": a decimal has at most 38 digits before the point and 38 behind it`,
      );
    },
  );

  it('for text and JSON that no store can hold', () => {
    const why = 'loans.x contains a null character or half a surrogate pair';
    expect(refusalOf('text', 'a\u0000')).toBe(why);
    expect(refusalOf('json', 'a\u0000')).toBe(why);
    expect(refusalOf('text', Number.NaN)).toBe('loans.x is NaN');
  });
});
