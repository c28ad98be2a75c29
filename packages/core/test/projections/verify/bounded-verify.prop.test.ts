import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventEnvelope, Projection, ReadModelWrite, Row } from '@foldmart/core';
import {
  foldOf,
  placed,
  read,
  record,
  roomProjections,
  rowsOf,
} from '../../support/reading-room.js';
import { roomAfter, takePages, verify } from '../../support/verified-room.js';

const books = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const shelves = ['s', 't', 'u'];

/** A book is placed once, at any time, and read any number of times. */
const histories = fc
  .array(fc.tuple(fc.constantFrom(...books), fc.boolean()), { minLength: 1, maxLength: 40 })
  .map((given) => {
    const seen = new Set<string>();
    return given.map(([book, isPlaced], nth): EventEnvelope => {
      if (!isPlaced || seen.has(book)) return read(book, nth);
      seen.add(book);
      return placed(book, shelves[nth % shelves.length] ?? 's');
    });
  });

/** Changes that no event made. */
const damages = fc.array(
  fc.oneof(
    fc.record({
      op: fc.constant('update' as const),
      model: fc.constant('books'),
      key: fc.record({ book: fc.constantFrom(...books) }),
      set: fc.record({ times: fc.nat(5) }),
    }),
    fc.record({
      op: fc.constant('accumulate' as const),
      model: fc.constant('readings'),
      key: fc.record({ book: fc.constantFrom(...books, 'x') }),
      add: fc.record({ times: fc.integer({ min: -3, max: 3 }) }),
    }),
    fc.record({
      op: fc.constant('delete' as const),
      model: fc.constantFrom('books', 'readings'),
      key: fc.record({ book: fc.constantFrom(...books) }),
    }),
    fc.record({
      op: fc.constant('insert' as const),
      model: fc.constant('shelves'),
      row: fc.record({ shelf: fc.constantFrom('v', 'w'), books: fc.nat(3) }),
    }),
  ),
  { maxLength: 6 },
);

describe('a verification in little memory', () => {
  it('finds what a comparison of all rows with a fold of all events finds', async () => {
    const sizes = fc.integer({ min: 1, max: 12 });
    await fc.assert(
      fc.asyncProperty(histories, damages, sizes, async (events, writes, rowsAtOnce) => {
        const scene = await roomAfter(events);
        await damage(scene, writes);
        const found = await verify(scene, undefined, { rowsAtOnce });
        const actual = await scene.room.drive(rowsOf(scene.instance));
        expect(found.differences).toStrictEqual(
          differencesOf(foldOf(events, roomProjections()), actual),
        );
        expect(found).toStrictEqual(await verify(scene));
      }),
      { numRuns: 200 },
    );
  });

  it('finds the same as one in much memory, wherever the projections are', async () => {
    const steps = fc.array(fc.tuple(fc.nat(12), fc.nat(3)), { maxLength: 4 });
    const sizes = fc.integer({ min: 1, max: 12 });
    await fc.assert(
      fc.asyncProperty(
        histories,
        damages,
        steps,
        sizes,
        async (events, writes, given, rowsAtOnce) => {
          const scene = await roomAfter([]);
          let recorded = 0;
          for (const [index, [count, pages]] of [...given, [events.length, 0] as const].entries()) {
            const batch = events.slice(recorded, recorded + count);
            await scene.room.drive(record(scene.instance.events, batch));
            recorded += count;
            await takePages(scene, scene.all[1 + (index % 2)]!, pages);
          }
          await damage(scene, writes);
          expect(await verify(scene, undefined, { rowsAtOnce })).toStrictEqual(await verify(scene));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('folds the log once, however many rows match, and again for parts of those that do not', async () => {
    const events = Array.from({ length: 300 }, (_, nth) => placed(`book-${String(nth)}`, 's'));
    const scene = await roomAfter(events);
    const totals = new Set<number>();
    const onProgress = ({ total }: { readonly total: number }): void => void totals.add(total);
    await verify(scene, undefined, { rowsAtOnce: 20, onProgress });
    expect(totals).toStrictEqual(new Set([300]));
    totals.clear();
    // Of 15 rows, 300 fingerprints take the memory, and the store has more.
    await verify(scene, undefined, { rowsAtOnce: 15, onProgress });
    expect(totals).toStrictEqual(new Set([600]));
    totals.clear();
    const [inline, ...others] = roomProjections();
    const project: Projection['project'] = ({ data }) => [
      { op: 'insert', model: 'books', row: { ...data, shelf: 'elsewhere' } },
    ];
    const projections = [{ ...inline!, project }, ...others];
    const found = await verify(scene, projections, { rowsAtOnce: 2, onProgress });
    expect(found.differenceCount).toBe(300);
    expect(Math.max(...totals)).toBeGreaterThan(10 * 300);
  });
});

/** Changes rows behind the back of the projections. */
async function damage(
  { room }: Awaited<ReturnType<typeof roomAfter>>,
  writes: readonly ReadModelWrite[],
): Promise<void> {
  const hand: Projection = {
    name: 'by-hand',
    version: 1,
    mode: 'async',
    models: [],
    handles: ['done_by_hand'],
    project: () => [],
  };
  const { instance } = room.openWith([hand]);
  const { next } = await room.drive(instance.events.readEnd(1));
  const step = { projection: hand, from: undefined, to: next, writes };
  await room.drive(instance.projections.advance(step));
}

type RowsByModel = Readonly<Record<string, readonly Row[]>>;

function differencesOf(expected: RowsByModel, actual: RowsByModel): readonly unknown[] {
  return Object.keys(expected)
    .sort()
    .flatMap((model) => {
      const column = model === 'shelves' ? 'shelf' : 'book';
      const keys = [...(expected[model] ?? []), ...(actual[model] ?? [])].map((row) =>
        String(row[column]),
      );
      return [...new Set(keys)].sort().flatMap((key) => {
        const [want, have] = [expected, actual].map((rows) =>
          rows[model]?.find((row) => row[column] === key),
        );
        const difference = { model, key: { [column]: key } };
        if (want === undefined) return [{ ...difference, kind: 'unexpected' }];
        if (have === undefined) return [{ ...difference, kind: 'missing' }];
        const columns = ['shelf', 'times', 'books'].filter(
          (name) => (want[name] ?? null) !== (have[name] ?? null),
        );
        if (columns.length === 0) return [];
        const shown = columns.map((name) => [
          name,
          { expected: want[name] ?? null, actual: have[name] ?? null },
        ]);
        return [
          { ...difference, kind: 'different', columns: Object.fromEntries(shown) as unknown },
        ];
      });
    });
}
