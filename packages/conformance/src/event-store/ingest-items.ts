import type { EventEnvelope, IngestItem } from '@foldmart/core';
import { acquired, bookStream } from '../sample-domain/index.js';

/** An item that opens the stream of `book`. */
export function opening(book: string, event: EventEnvelope = acquired(book)): IngestItem {
  return { streamId: bookStream(book), startsStream: true, event };
}

/** An item that continues the stream of `book` at any version. */
export function following(book: string, event: EventEnvelope): IngestItem {
  return { streamId: bookStream(book), startsStream: false, event };
}
