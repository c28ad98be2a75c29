import type { EventEnvelope, Projection, ReadModel, ReadModelWrite, Row } from '@foldmart/core';

const key = ['shelf', 'place'];

/** A column of every type, a key of two columns, and every optional part of a model. */
export const shelfModel: ReadModel = {
  name: 'shelf_books',
  key,
  columns: {
    shelf: 'text',
    place: 'integer',
    title: 'text',
    copies: 'integer',
    price: 'decimal',
    is_lent: 'boolean',
    seen_at: 'timestamp',
    notes: 'json',
  },
  defaults: { copies: 1, is_lent: false },
  operational: { checked_at: 'timestamp' },
  arrival: 'arrival',
  indexes: [['seen_at', 'arrival'], ['price']],
};

/** Counts about the books of the shelf, under the same keys. */
export const shelfTallyModel: ReadModel = {
  name: 'shelf_tallies',
  key,
  columns: {
    shelf: 'text',
    place: 'integer',
    copies: 'integer',
    price: 'decimal',
    seen_at: 'timestamp',
  },
  defaults: { copies: 0 },
};

/** Applies the writes that its events contain, so that each case states its writes. */
export function scriptedProjection(mode: Projection['mode']): Projection {
  return {
    name: `shelf_${mode}`,
    version: 1,
    mode,
    models: [shelfModel, shelfTallyModel],
    handles: ['shelf_changed'],
    project: ({ data }) => data['writes'] as readonly ReadModelWrite[],
  };
}

/** An event that makes these writes. */
export function shelfChanged(id: string, writes: readonly ReadModelWrite[]): EventEnvelope {
  return {
    id,
    type: 'shelf_changed',
    data: { writes },
    schemaVersion: 1,
    time: '2026-03-01T09:30:00.000Z',
    origin: 'command',
  };
}

/** A place on a shelf. */
export function place(shelf: string, nth: number): Row {
  return { shelf, place: nth };
}
