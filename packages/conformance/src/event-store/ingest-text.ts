import assert from 'node:assert/strict';
import type { EventData, IngestItem } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { opening } from './ingest-items.js';
import { assertStream } from './stream-contents.js';

/** Many enough for a store that records a batch of new streams in another way. */
const books = Array.from({ length: 12 }, (_, index) => `text-${index}`);

/** In other words than those of JSON.stringify: with spaces, a repeated field, and numbers with zeros or an exponent. */
function textOf(book: string): string {
  return `{ "book": "${book}", "title": "전자", "pages": 1.50, "price": 2e2, "copies": [0, 3.0], "edition": 1, "edition": 2 }`;
}

function withText(book: string): IngestItem & { readonly json: string } {
  const json = textOf(book);
  const event = { ...acquired(book), data: JSON.parse(json) as EventData };
  return { ...opening(book, event), json };
}

export const ingestTextCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'an event that comes with the text of its body is the same event as without it',
    async run(harness) {
      const { events } = await harness.open([]);
      const items = books.map(withText);
      const first = await events.ingest({ items });
      assert.deepEqual(
        first.outcomes,
        items.map(() => 'appended'),
      );
      for (const book of books)
        await assertStream(events, bookStream(book), [withText(book).event]);
      const withoutText = items.map(({ event }, index) => opening(books[index] ?? '', event));
      for (const repeated of [items, withoutText]) {
        const { outcomes } = await events.ingest({ items: repeated });
        assert.deepEqual(
          outcomes,
          items.map(() => 'duplicate'),
        );
      }
    },
  },
];
