import { describe, expect, it } from 'vitest';
import { explainRow, type ExplainRowOptions, type Projection } from '@foldmart/core';
import {
  booksModel,
  placed,
  read,
  ReadingRoom,
  record,
  roomProjections,
  type RoomProgram,
} from '../../support/reading-room.js';
import { roomAfter, takePages } from '../../support/verified-room.js';

const [books, readings] = roomProjections() as readonly [Projection, Projection, Projection];

type Scene = Pick<Awaited<ReturnType<typeof roomAfter>>, 'room' | 'instance'>;

function explain({ room, instance }: Scene, options: Partial<ExplainRowOptions> = {}) {
  const asked = { model: booksModel, key: { book: 'a' }, projections: [books, readings] };
  return room.drive(explainRow({ audit: instance.audit }, { ...asked, ...options }));
}

/** A projection of readings that counts the book of the event and the one beside it. */
const neighbours: Projection = {
  ...readings,
  handles: ['book_read'],
  project: ({ data: { book, beside } }) =>
    [book, beside].map((key) => ({
      op: 'accumulate',
      model: 'books',
      key: { book: key },
      add: { times: 1 },
    })),
};

describe('the history of a row', () => {
  it('has only the changes of an event that are to this row', async () => {
    const scene = await roomAfter([placed('a', 's'), read('a', 1, { beside: 'b' })]);
    const { touches } = await explain(scene, { projections: [books, neighbours] });
    expect(touches.map(({ event, projection, writes }) => [event.id, projection, writes])).toEqual([
      ['placed-a', 'books', [expect.objectContaining({ op: 'insert' })]],
      ['read-a-1', 'readings', [expect.objectContaining({ key: { book: 'a' } })]],
    ]);
  });

  it('has the row after each event', async () => {
    const scene = await roomAfter([placed('a', 's'), read('a', 1), read('a', 2)]);
    const { touches } = await explain(scene);
    const readingsOf = touches.filter(({ event }) => event.type === 'book_read');
    expect(readingsOf.map(({ row }) => row?.['times'])).toEqual([1, 2]);
    // The row that they are mirrored from has the same key, and changes too.
    expect(touches.flatMap(({ writes }) => writes.map(({ model }) => model))).not.toContain(
      'readings',
    );
  });

  it('leaves out what a projection has skipped', async () => {
    const program: RoomProgram = { onFailure: 'skip' };
    const room = new ReadingRoom();
    const opened = room.open(program);
    const faulty = [placed('a', 's'), read('a', 1), read('a', 2, { fault: 'throws' })];
    await room.drive(record(opened.instance.events, faulty));
    const [, skipping] = opened.all;
    await room.drive(takePages(opened, skipping!, 5));
    // The mended projection would count the event, had it not been skipped.
    const [, mended] = roomProjections({ ...program, isMended: true });
    const { folded, differing } = await explain(
      { room, instance: opened.instance },
      { projections: [books, mended!] },
    );
    expect(folded).toMatchObject({ times: 1 });
    expect(differing).toEqual([]);
  });

  it.each([
    { pages: 0, pending: ['placed-a', 'read-a-1', 'read-a-2', 'read-a-3'], times: 0 },
    { pages: 1, pending: ['read-a-2', 'read-a-3'], times: 1 },
    { pages: 2, pending: [], times: 3 },
  ])(
    'says which changes are pending after $pages pages of two events',
    async ({ pages, pending, times }) => {
      const events = [placed('a', 's'), ...[1, 2, 3].map((nth) => read('a', nth))];
      const { touches, folded, lagging } = await explain(await roomAfter(events, pages));
      const waiting = touches.filter(({ isPending }) => isPending);
      expect(waiting.map(({ event }) => event.id)).toEqual(pending);
      expect(waiting.every(({ projection }) => projection === 'readings')).toBe(true);
      expect(folded).toMatchObject({ times });
      expect(lagging).toEqual(pending.length === 0 ? [] : ['readings']);
    },
  );

  it('differs in every column from a row that is missing on one side', async () => {
    const columns = ['book', 'shelf', 'times'];
    const scene = await roomAfter([placed('a', 's'), read('x', 1)]);
    const unfolded = await explain(scene, { projections: [] });
    expect(unfolded.folded).toBeUndefined();
    expect(unfolded.stored).toMatchObject({ book: 'a' });
    expect(unfolded.differing).toEqual(columns);
    const inserting: Projection = {
      ...books,
      handles: ['book_read'],
      project: ({ data: { book } }) => [
        { op: 'insert', model: 'books', row: { book, shelf: 'none', times: 1 } },
      ],
    };
    const unstored = await explain(scene, { key: { book: 'x' }, projections: [inserting] });
    expect(unstored.stored).toBeUndefined();
    expect(unstored.folded).toMatchObject({ book: 'x' });
    expect(unstored.differing).toEqual(columns);
  });

  it('says how far it has read', async () => {
    const scene = await roomAfter([placed('a', 's'), read('a', 1), read('a', 2)]);
    const progress: unknown[] = [];
    await explain(scene, { onProgress: (step) => progress.push(step) });
    expect(progress).toEqual([{ events: 3, total: 3 }]);
  });

  it('stops when its signal aborts', async () => {
    const scene = await roomAfter([placed('a', 's')]);
    const reason = new Error('enough');
    await expect(explain(scene, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const later = new AbortController();
    const onProgress = (): void => later.abort(reason);
    await expect(explain(scene, { signal: later.signal, onProgress })).rejects.toBe(reason);
  });
});
