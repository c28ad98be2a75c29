import {
  createDirectPublisher,
  createEventRegistry,
  defineEvent,
  toIngestItem,
  type EventEnvelope,
  type EventStore,
  type IngestBatch,
} from '@foldmart/core';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const lent = defineEvent({
  type: 'lent',
  version: 2,
  startsStream: true,
  streamId: ({ book }) => `book-${book}`,
  schema: z.object({ book: z.string() }),
  upcasters: { 1: ({ no }) => ({ book: String(no) }) },
});
const noted = defineEvent({ type: 'noted', schema: z.object({ book: z.string() }) });
const registry = createEventRegistry([lent, noted]);

function event(type: string, more: Partial<EventEnvelope> = {}): EventEnvelope {
  const body = { id: 'e', schemaVersion: 1, time: '', origin: 'test', data: { book: 'b' } };
  return { ...body, type, ...more };
}

describe('the item of an event', () => {
  it('is in the stream that its type names, by its data in the current version', () => {
    const old = event('lent', { data: { no: 7 } });
    const item = { streamId: 'book-7', startsStream: true, event: old };
    expect(toIngestItem(registry, old)).toEqual(item);
  });

  it('is in the stream that the event names, if its type names none, and starts none', () => {
    const placed = event('noted', { streamId: 's-1' });
    const item = { streamId: 's-1', startsStream: false, event: placed };
    expect(toIngestItem(registry, placed)).toEqual(item);
  });

  it('is refused if nothing names its stream, or its type is not registered', () => {
    expect(() => toIngestItem(registry, event('noted', { id: 'e-7' }))).toThrow(
      new RangeError('Event e-7 does not name its stream.'),
    );
    expect(() => toIngestItem(registry, event('sold'))).toThrow(RangeError);
  });
});

describe('a publisher without a bus', () => {
  it.each([
    { count: 0, options: { batchSize: 2 }, sizes: [] },
    { count: 2, options: { batchSize: 2 }, sizes: [2] },
    { count: 4, options: { batchSize: 2 }, sizes: [2, 2] },
    { count: 5, options: { batchSize: 2 }, sizes: [2, 2, 1] },
    { count: 500, options: undefined, sizes: [500] },
    { count: 501, options: undefined, sizes: [500, 1] },
  ])('writes $count events in batches of $sizes', async ({ count, options, sizes }) => {
    const batches: IngestBatch[] = [];
    const ingest = async (batch: IngestBatch) => void batches.push(batch);
    const store = { ingest } as unknown as EventStore;
    const events = Array.from({ length: count }, (_, nth) =>
      event('noted', { id: `e-${String(nth)}`, streamId: 's' }),
    );
    await createDirectPublisher({ store, registry }, options)(events);
    expect(batches.map(({ items }) => items.length)).toEqual(sizes);
    expect(batches.flatMap(({ items }) => items)).toEqual(
      events.map((each) => toIngestItem(registry, each)),
    );
  });
});
