import fc from 'fast-check';
import type { Projection, ReadModelWrite, Row } from '@foldmart/core';
import { shelfModel, shelfTallyModel } from './shelf-models.js';

/** Batches of writes to a few rows of one shelf, so that they collide. Mirrors occur only if the mode allows them. */
export function randomBatches(
  mode: Projection['mode'],
): fc.Arbitrary<readonly (readonly ReadModelWrite[])[]> {
  const changes =
    mode === 'inline'
      ? [insert, update, accumulate, remove]
      : [insert, update, accumulate, remove, mirror];
  const write = fc.oneof(...changes);
  return fc.array(fc.array(write, { maxLength: 12 }), { minLength: 1, maxLength: 4 });
}

const key = fc.record<Row>({ shelf: fc.constant('random'), place: fc.integer({ min: 0, max: 3 }) });
const count = fc.integer({ min: -1_000, max: 1_000_000 });
const decimal = fc.oneof(
  fc.integer({ min: -99_999, max: 9_999_999 }).map((cents) => cents / 100),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(999_999_999))
    .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(9, '0')}`),
);
const zone = fc.constantFrom('Z', '+09:00', '-03:30', '+00:00');
const instant = fc
  .tuple(
    fc.date({
      min: new Date('1970-01-02T00:00:00Z'),
      max: new Date('2100-01-01T00:00:00Z'),
      noInvalidDate: true,
    }),
    zone,
  )
  .map(([date, offset]) => `${date.toISOString().slice(0, -1)}${offset}`);
const text = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('', '가나다', '👍', 'null'));
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const amounts = fc.record({ copies: count, price: decimal }, { requiredKeys: [] });

/** Without null if the column has a default, because a null would be ambiguous. */
const insert: fc.Arbitrary<ReadModelWrite> = fc
  .tuple(
    key,
    fc.record(
      {
        title: fc.option(text),
        copies: count,
        price: fc.option(decimal),
        is_lent: fc.boolean(),
        seen_at: fc.option(instant),
        notes: json,
        unknown: text,
      },
      { requiredKeys: [] },
    ),
  )
  .map(([at, columns]) => ({ op: 'insert', model: shelfModel.name, row: { ...at, ...columns } }));

const update: fc.Arbitrary<ReadModelWrite> = fc
  .tuple(
    key,
    fc.record(
      {
        title: fc.option(text),
        copies: count,
        price: fc.option(decimal),
        is_lent: fc.option(fc.boolean()),
        seen_at: fc.option(instant),
        notes: json,
      },
      { requiredKeys: [] },
    ),
  )
  .filter(([, set]) => Object.keys(set).length > 0)
  .map(([at, set]) => ({ op: 'update', model: shelfModel.name, key: at, set }));

const accumulate: fc.Arbitrary<ReadModelWrite> = fc
  .tuple(
    fc.constantFrom(shelfModel.name, shelfTallyModel.name),
    key,
    fc.oneof(
      fc.record({ add: amounts }),
      fc.record({
        max: fc.record({ copies: count, seen_at: instant, price: decimal }, { requiredKeys: [] }),
      }),
      fc.record({
        add: fc.record({ copies: count }),
        max: fc.record({ seen_at: instant, price: decimal }, { requiredKeys: [] }),
      }),
    ),
  )
  .map(([model, at, change]) => ({ op: 'accumulate', model, key: at, ...change }));

const remove: fc.Arbitrary<ReadModelWrite> = fc
  .tuple(fc.constantFrom(shelfModel.name, shelfTallyModel.name), key)
  .map(([model, at]) => ({ op: 'delete', model, key: at }));

const mirror: fc.Arbitrary<ReadModelWrite> = fc
  .tuple(key, fc.subarray(['copies', 'price', 'seen_at'], { minLength: 1 }))
  .map(([at, columns]) => ({
    op: 'mirror',
    from: shelfTallyModel.name,
    model: shelfModel.name,
    key: at,
    columns,
  }));
