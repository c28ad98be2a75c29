import type { EventData, EventEnvelope } from '@foldmart/core';

/** Overrides of the default event. */
export interface EventOverrides extends Partial<Omit<EventEnvelope, 'data'>> {
  /** Fields to add to the data, or to replace. */
  readonly data?: EventData;
}

/** The stream of a book. The sample domain of the suites is a public library. */
export function bookStream(book: string): string {
  return `book-${book}`;
}

/** A book is acquired. The event opens its stream. */
export function acquired(book: string, overrides: EventOverrides = {}): EventEnvelope {
  return libraryEvent(`acquired:${book}`, 'book_acquired', overrides, {
    book,
    title: `On ${book}`,
    price: 13.37,
    acquired_at: '2026-02-03T14:30:00Z',
  });
}

/** A book is lent for the `nth` time, for a fee. */
export function lent(book: string, nth: number, overrides: EventOverrides = {}): EventEnvelope {
  return libraryEvent(`lent:${book}:${nth}`, 'book_lent', overrides, {
    book,
    reader: `reader-${nth % 3}`,
    fee: 0.1,
    lent_at: `2026-03-01T09:${String(nth % 60).padStart(2, '0')}:00Z`,
  });
}

/** A book is lent from the `first` to the `last` time. */
export function lentTimes(book: string, first: number, last: number): EventEnvelope[] {
  return Array.from({ length: last - first + 1 }, (_, index) => lent(book, first + index));
}

/** A book gets another title. */
export function retitled(book: string, title: string): EventEnvelope {
  return libraryEvent(`retitled:${book}:${title}`, 'book_retitled', {}, { book, title });
}

function libraryEvent(
  id: string,
  type: string,
  { data: changed, ...envelope }: EventOverrides,
  data: EventData,
): EventEnvelope {
  return {
    id,
    type,
    schemaVersion: 1,
    time: '2026-03-01T09:30:00.000Z',
    origin: 'command',
    ...envelope,
    data: { ...data, ...changed },
  };
}
