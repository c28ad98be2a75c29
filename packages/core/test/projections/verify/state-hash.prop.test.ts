import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, StateHash, type ReadModel, type Row } from '@foldmart/core';

const model: ReadModel = {
  name: 'rows',
  key: ['id'],
  columns: { id: 'integer', text: 'text', json: 'json' },
  operational: { seen_at: 'timestamp' },
  arrival: 'arrival',
};

const rows = fc.uniqueArray(
  fc.record({ id: fc.integer(), text: fc.string(), json: fc.jsonValue({ maxDepth: 2 }) }),
  { selector: ({ id }) => id, maxLength: 8 },
);

function hashOf(of: ReadModel, all: readonly Row[]): string {
  const hash = new StateHash((text) => createHash('sha256').update(text).digest('hex'));
  for (const row of all) hash.add(of, row);
  return hash.toString();
}

describe('the hash of a state', () => {
  it('does not depend on the order of rows, columns or fields', () => {
    fc.assert(
      fc.property(rows, fc.nat(), (all, cut) => {
        const middle = cut % (all.length + 1);
        const mixed = [...all.slice(middle), ...all.slice(0, middle)].map((row) => turned(row));
        const columns = Object.fromEntries(Object.entries(model.columns).reverse());
        expect(hashOf({ ...model, columns }, mixed)).toBe(hashOf(model, all));
      }),
    );
  });

  it('differs for an extra row, a missing row and a changed row', () => {
    fc.assert(
      fc.property(rows, fc.string(), (all, text) => {
        fc.pre(all.length > 0 && all[0]!.text !== text);
        const hashes = [
          all,
          all.slice(1),
          [...all, all[0]!],
          [{ ...all[0], text }, ...all.slice(1)],
        ];
        expect(new Set(hashes.map((each) => hashOf(model, each))).size).toBe(hashes.length);
        expect(hashOf({ ...model, name: 'others' }, all)).not.toBe(hashOf(model, all));
      }),
    );
  });

  it('leaves out columns that no event writes, and treats null and absent alike', () => {
    const row = { id: 1, text: null, json: { a: [1] } };
    const used = { id: 1, json: { a: [1], b: undefined }, seen_at: 'now', arrival: 7 };
    expect(hashOf(model, [used])).toBe(hashOf(model, [row]));
    expect(hashOf(model, [])).toBe('0'.repeat(64));
  });

  it('is SHA-256 of the canonical JSON of the model and its row, so that others can compute it', () => {
    expect(canonicalJson(['rows', { text: null, id: 1, json: { b: '가', a: [1.5, true] } }])).toBe(
      '["rows",{"id":1,"json":{"a":[1.5,true],"b":"가"},"text":null}]',
    );
    const text = '["rows",{"id":1,"json":null,"text":"가"}]';
    const digest = createHash('sha256').update(text).digest('hex');
    expect(hashOf(model, [{ id: 1, text: '가' }])).toBe(digest);
  });
});

/** The same value, with the fields of every object in another order. */
function turned<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(turned) as Value;
  const fields = Object.entries(value).map(([name, field]) => [name, turned(field)] as const);
  return Object.fromEntries(fields.reverse()) as Value;
}
