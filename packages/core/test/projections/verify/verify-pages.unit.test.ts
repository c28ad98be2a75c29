import { expect, it } from 'vitest';
import type { Projection } from '@foldmart/core';
import { placed } from '../../support/reading-room.js';
import { roomAfter, verify } from '../../support/verified-room.js';

const books = Array.from({ length: 1_101 }, (_, nth) => `book-${String(nth).padStart(4, '0')}`);

/** Like the projection of books, but these get to another shelf. */
function moving(books: Projection, ...moved: readonly string[]): Projection {
  return {
    ...books,
    project: ({ data }) => {
      const shelf = moved.includes(String(data['book'])) ? 't' : data['shelf'];
      return [{ op: 'insert', model: 'books', row: { ...data, shelf } }];
    },
  };
}

it('rows and events of several pages are compared, each once', async () => {
  const scene = await roomAfter(books.map((book) => placed(book, 's')));
  const [inline, ...others] = scene.all;
  const moved = ['book-0000', 'book-0499', 'book-0500', 'book-0999', 'book-1100'];
  const projections = [moving(inline!, ...moved), ...others];
  const found = await verify(scene, projections);
  expect(found.events).toBe(books.length);
  expect(found.models).toContainEqual({ name: 'books', rows: books.length, differences: 5 });
  expect(found.differences).toStrictEqual(
    moved.map((book) => ({
      model: 'books',
      key: { book },
      kind: 'different',
      columns: { shelf: { expected: 't', actual: 's' } },
    })),
  );
});
