import type { EventEnvelope, Projection, ReadModel, Row } from '@foldmart/core';
import type { EventStoreHarness, StoreInstance } from '../harness.js';

/** A column of every type that an index can hold, with nulls and ties in all of them. */
export const foundModel: ReadModel = {
  name: 'found_books',
  key: ['shelf', 'place'],
  columns: {
    shelf: 'text',
    place: 'integer',
    title: 'text',
    genre: 'text',
    copies: 'integer',
    price: 'decimal',
    is_lent: 'boolean',
    seen_at: 'timestamp',
    notes: 'json',
  },
  operational: { checked_at: 'timestamp' },
  arrival: 'arrival',
  indexes: [
    ['title'],
    ['copies'],
    ['genre', 'price'],
    ['is_lent', 'seen_at', 'copies'],
    ['place', 'title'],
    ['checked_at'],
    ['seen_at', 'arrival'],
  ],
};

const filling: Projection = {
  name: 'found_books',
  version: 1,
  mode: 'inline',
  models: [foundModel],
  handles: ['book_found', 'book_lost'],
  project: ({ type, data }) =>
    type === 'book_found'
      ? [{ op: 'insert', model: foundModel.name, row: data }]
      : [{ op: 'delete', model: foundModel.name, key: data }],
};

/** A store with these rows, inserted in no particular order. */
export async function storeWith(
  harness: EventStoreHarness,
  rows: readonly Row[],
): Promise<StoreInstance> {
  const instance = await harness.open([filling]);
  const events = rows.map((data) => changed('book_found', harness.uniqueName('found'), data));
  await instance.events.append([{ streamId: 'books', expectedVersion: 'any', events }]);
  return instance;
}

/** Deletes rows. */
export async function lose(
  harness: EventStoreHarness,
  { events }: StoreInstance,
  keys: readonly Row[],
): Promise<void> {
  const lost = keys.map((key) => changed('book_lost', harness.uniqueName('lost'), key));
  await events.append([{ streamId: 'books', expectedVersion: 'any', events: lost }]);
}

function changed(type: string, id: string, data: Row): EventEnvelope {
  const time = '2026-03-01T09:30:00.000Z';
  return { id, type, data, schemaVersion: 1, time, origin: 'command' };
}
