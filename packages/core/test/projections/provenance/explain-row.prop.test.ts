import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  explainRow,
  RowHistory,
  type EventEnvelope,
  type Projection,
  type RowExplanation,
} from '@foldmart/core';
import { booksModel, foldOf, placed, read, roomProjections } from '../../support/reading-room.js';
import { roomAfter } from '../../support/verified-room.js';

const books = ['a', 'b', 'c'];

/** A book is placed once, at any time, and read any number of times. */
const histories = fc
  .array(fc.tuple(fc.constantFrom(...books), fc.boolean()), { maxLength: 30 })
  .map((given) => {
    const seen = new Set<string>();
    return given.map(([book, isPlaced], nth): EventEnvelope => {
      if (!isPlaced || seen.has(book)) return read(book, nth);
      seen.add(book);
      return placed(book, 's');
    });
  });

/** `shelves` writes neither books nor what is mirrored into them. */
const writers = roomProjections().slice(0, 2);

type Scene = Awaited<ReturnType<typeof roomAfter>>;

function explain(
  { room, instance }: Scene,
  book: string,
  projections: readonly Projection[] = writers,
): Promise<RowExplanation> {
  const options = { model: booksModel, key: { book }, projections };
  return room.drive(explainRow({ audit: instance.audit }, options));
}

function foldedRow(events: readonly EventEnvelope[], book: string) {
  return foldOf(events, roomProjections())['books']?.find((row) => row['book'] === book);
}

describe('the events that made a row', () => {
  it('lead to it, without any other event', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.constantFrom(...books), async (events, book) => {
        const { touches, folded } = await explain(await roomAfter(events), book);
        const alone = new RowHistory({ model: booksModel, key: { book }, projections: writers });
        const seen = new Set<string>();
        for (const { event } of touches) {
          if (!seen.has(event.id)) alone.take(event);
          seen.add(event.id);
        }
        expect(alone.row).toStrictEqual(folded);
        expect(touches.every(({ event }) => event.data['book'] === book)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('give the row of a fold of everything, which the store has', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.constantFrom(...books), async (events, book) => {
        const found = await explain(await roomAfter(events), book);
        expect(found.differing).toEqual([]);
        expect(found.lagging).toEqual([]);
        const expected = foldedRow(events, book);
        expect(found.folded?.['times']).toBe(expected?.['times']);
        expect(found.stored?.['times']).toBe(expected?.['times']);
      }),
      { numRuns: 30 },
    );
  });

  it('differ from the store in mirrored columns at most while a projection lags, and it is named', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.nat(6), async (events, pages) => {
        const scene = await roomAfter(events, pages);
        for (const book of books) {
          const { differing, lagging, touches } = await explain(scene, book);
          const isPending = touches.some((touch) => touch.isPending);
          expect(['', 'times']).toContain(differing.join());
          if (differing.length > 0 || isPending) expect(lagging).toEqual(['readings']);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('differ from a row that another program has made', async () => {
    const scene = await roomAfter([placed('a', 's'), read('a', 1), placed('b', 's')]);
    const [shelving, counting] = writers;
    const twice: Projection = {
      ...counting!,
      project: (event) => [...counting!.project(event), ...counting!.project(event)],
    };
    const { differing, stored, folded } = await explain(scene, 'a', [shelving!, twice]);
    expect(differing).toEqual(['times']);
    expect([stored?.['times'], folded?.['times']]).toEqual([1, 2]);
  });

  it('are none for a row that was never there', async () => {
    const found = await explain(await roomAfter([placed('a', 's')]), 'x');
    expect(found).toMatchObject({ touches: [], touchCount: 0, differing: [] });
    expect([found.stored, found.folded]).toEqual([undefined, undefined]);
  });

  it('are counted, and the newest are kept', async () => {
    const events = [placed('a', 's'), ...[1, 2, 3, 4].map((nth) => read('a', nth))];
    const { room, instance } = await roomAfter(events);
    const options = { model: booksModel, key: { book: 'a' }, projections: writers, mostTouches: 2 };
    const found = await room.drive(explainRow({ audit: instance.audit }, options));
    expect(found.touchCount).toBeGreaterThan(2);
    expect(found.touches.map(({ event }) => event.id)).toEqual([read('a', 3).id, read('a', 4).id]);
  });
});
