import { assertReadModel, type ReadModel } from '@foldmart/core';
import { describe, expect, it } from 'vitest';

const loans: ReadModel = {
  name: 'loans',
  key: ['book', 'copy'],
  columns: {
    book: 'text',
    copy: 'integer',
    fee: 'decimal',
    is_late: 'boolean',
    lent_at: 'timestamp',
    notes: 'json',
  },
  defaults: { fee: '0.50', is_late: false },
  operational: { mailed_at: 'timestamp' },
  arrival: 'nth',
  indexes: [['lent_at'], ['mailed_at', 'book'], ['nth']],
};
const rules = 'use lower-case letters, digits and _, at most 63, the first no digit.';

/** Models that are like `loans`, apart from these parts. */
function refusalOf(parts: object, reserved?: readonly string[]): string {
  try {
    assertReadModel({ ...loans, ...parts }, reserved);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return (error as Error).message;
  }
  return 'accepted';
}

function columns(count: number): Record<string, 'text'> {
  return Object.fromEntries(Array.from({ length: count }, (_, nth) => [`c${String(nth)}`, 'text']));
}

const unused = { key: ['c0'], defaults: {}, operational: {}, indexes: [], arrival: undefined };

it('takes a model with all parts, and one with none', () => {
  expect(refusalOf({})).toBe('accepted');
  expect(() =>
    assertReadModel({ name: '_a1', key: ['_b2'], columns: { _b2: 'text' } }),
  ).not.toThrow();
});

describe('the name of a model', () => {
  it.each(['', 'Loans', '1loans', 'loans-', 'a loan', 'löans', 'l'.repeat(64), 'loans\n'])(
    'is not %j',
    (name) => {
      const why = `A read model cannot be named ${JSON.stringify(name)}: ${rules}`;
      expect(refusalOf({ name })).toBe(why);
    },
  );

  it('has at most 63 characters', () => {
    expect(refusalOf({ name: 'l'.repeat(63) })).toBe('accepted');
  });

  it('does not end as those of shadows', () => {
    expect(refusalOf({ name: 'loans__rebuild' })).toBe(
      'A read model cannot be named loans__rebuild: names with this ending are reserved for rebuilds. Choose another name.',
    );
    expect(refusalOf({ name: 'loans__rebuild_2' })).toBe('accepted');
  });

  it.each([
    ['events', 'events'],
    ['events_pkey', 'events_pkey'],
    ['dead_letter_actions_id_seq', 'dead_letter_actions_id_seq'],
  ])('is not %s, which the library has', (name, clash) => {
    expect(refusalOf({ name })).toBe(
      `A read model cannot be named ${name}: ${clash} is a table of the library or of a module. Choose another name.`,
    );
  });

  it('is not one whose sequence would have a name of the library', () => {
    const parts = { name: 'events', arrival: 'position', indexes: [] };
    expect(refusalOf(parts)).toMatch(/^A read model cannot be named events/);
    const coupons = { name: 'coupons' };
    expect(refusalOf(coupons, ['coupons'])).toMatch(/^A read model cannot be named coupons/);
    expect(refusalOf({ name: 'coupons_pkey' }, ['coupons'])).toMatch(/coupons_pkey is a table/);
    expect(refusalOf(coupons, ['coupons_2'])).toBe('accepted');
  });

  it('is checked against the tables of modules again after it was taken without them', () => {
    const model = { ...loans };
    assertReadModel(model);
    expect(() => assertReadModel(model, ['loans'])).toThrow(/^A read model cannot be named loans/);
    const other = { ...loans };
    assertReadModel(other, ['coupons']);
    expect(() => assertReadModel(other, ['loans'])).toThrow(/^A read model cannot be named loans/);
  });
});

const wrong: readonly { what: string; parts: object; why: string }[] = [
  {
    what: 'a column of an unknown type',
    parts: { columns: { ...loans.columns, fee: 'money' } },
    why: 'column fee has type money; use one of text, integer, decimal, boolean, timestamp, json',
  },
  {
    what: 'an operational column of an unknown type',
    parts: { operational: { mailed_at: 'date' } },
    why: 'column mailed_at has type date; use one of text, integer, decimal, boolean, timestamp, json',
  },
  ...['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'].map((name) => ({
    what: `the column ${name}`,
    parts: { columns: { ...loans.columns, [name]: 'text' } },
    why: `${name} is a system column of Postgres; choose another name`,
  })),
  {
    what: 'two columns of one name',
    parts: { operational: { fee: 'text', mailed_at: 'timestamp' } },
    why: 'it has two columns fee; rename one',
  },
  {
    what: 'a column for its arrival that it has already',
    parts: { arrival: 'fee', indexes: [] },
    why: 'it has two columns fee; rename one',
  },
  {
    what: 'too many columns',
    parts: { ...unused, columns: columns(1_601) },
    why: 'it has 1601 columns; use at most 1600',
  },
  { what: 'no key', parts: { key: [] }, why: 'it has no key; name at least one column' },
  {
    what: 'a key that is no column',
    parts: { key: ['toString'] },
    why: 'key column toString is not one of its columns; add it to columns',
  },
  ...(['fee', 'is_late', 'lent_at', 'notes'] as const).map((column) => ({
    what: `the key ${column}`,
    parts: { key: [column], defaults: {} },
    why: `key column ${column} is ${String(loans.columns[column])}; a key is text or integer`,
  })),
  {
    what: 'a key with a column twice',
    parts: { key: ['book', 'copy', 'book'] },
    why: 'its key names book twice; name it once',
  },
  {
    what: 'a key of too many columns',
    parts: { ...unused, columns: columns(33), key: Object.keys(columns(33)) },
    why: 'its key has more than 32 columns; use fewer',
  },
  {
    what: 'a default for no column',
    parts: { defaults: { toString: 1 } },
    why: 'it has a default for toString, which is not one of its columns',
  },
  {
    what: 'a default for its key',
    parts: { defaults: { copy: 1 } },
    why: 'its key column copy has a default; every row must give its key',
  },
  {
    what: 'a default that does not fit',
    parts: { defaults: { fee: 'much' } },
    why: 'the default of fee is not a valid decimal: "much"',
  },
  {
    what: 'an index of no columns',
    parts: { indexes: [[]] },
    why: 'an index has no columns; name at least one',
  },
  {
    what: 'an index of a column that it has not',
    parts: { indexes: [['lent_at', 'toString']] },
    why: 'index column toString is not one of its columns',
  },
  {
    what: 'an index of json',
    parts: { indexes: [['lent_at'], ['notes']] },
    why: 'index column notes is json, which has no order',
  },
  {
    what: 'an index with a column twice',
    parts: { indexes: [['fee', 'lent_at', 'fee']] },
    why: 'index (fee, lent_at, fee) names fee twice; name it once',
  },
  {
    what: 'an index of too many columns with its key',
    parts: {
      ...unused,
      columns: columns(33),
      indexes: [Object.keys(columns(33)).slice(1)],
    },
    why: `index (${Object.keys(columns(33)).slice(1).join(', ')}) has too many columns, with those of the key`,
  },
  {
    what: 'one index twice',
    parts: { indexes: [['fee'], ['lent_at'], ['fee']] },
    why: 'two of its indexes or tables would be called loans_fee_idx; drop or rename one',
  },
];

describe('a model is refused', () => {
  it.each(wrong)('with $what', ({ parts, why }) => {
    expect(refusalOf(parts)).toBe(`Read model loans cannot be used: ${why}.`);
  });

  it('with a column whose name does not fit', () => {
    const why = `A column of loans cannot be named "Fee" (read model loans): ${rules}`;
    expect(refusalOf({ columns: { ...loans.columns, Fee: 'text' } })).toBe(why);
    expect(refusalOf({ arrival: 'Fee', indexes: [] })).toBe(why);
  });
});

it('takes a model at the limits', () => {
  const names = Object.keys(columns(33));
  expect(refusalOf({ ...unused, columns: columns(1_600) })).toBe('accepted');
  expect(refusalOf({ ...unused, columns: columns(32), key: names.slice(0, 32) })).toBe('accepted');
  const index = { columns: columns(33), indexes: [names.slice(0, 32)] };
  expect(refusalOf({ ...unused, ...index })).toBe('accepted');
});
