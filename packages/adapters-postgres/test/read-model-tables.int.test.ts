import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Projection, ReadModel } from '@foldmart/core';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

const shelf: ReadModel = {
  name: 'shelf',
  key: ['id'],
  columns: { id: 'text', size: 'integer' },
  indexes: [['size', 'id']],
};

let schema: ScratchSchema;

beforeEach(() => {
  schema = scratchSchema();
});

afterEach(() => schema.dispose());

describe('the table of a read model', () => {
  it('gets the columns and indexes that its model has gained, and keeps its rows', async () => {
    const before = await schema.open([filling(shelf)]);
    await before.events.append([
      { streamId: 's', expectedVersion: 0, events: [stored({ id: 'a', size: 1 })] },
    ]);
    await before.close();
    const grown: ReadModel = {
      ...shelf,
      columns: { ...shelf.columns, colour: 'text', count: 'integer' },
      defaults: { count: 7 },
      operational: { seen_at: 'timestamp' },
      arrival: 'arrival',
      indexes: [...(shelf.indexes ?? []), ['colour']],
    };
    const after = await schema.open([filling(grown)]);
    expect(await after.readModels.get(grown, { id: 'a' })).toEqual({
      id: 'a',
      size: 1,
      colour: null,
      count: 7,
      seen_at: null,
    });
    expect(await indexNames()).toEqual(['shelf_colour_idx', 'shelf_pkey', 'shelf_size_id_idx']);
  });

  it('is not changed if one of its columns has another type', async () => {
    await schema.open([filling(shelf)]);
    const other: ReadModel = { ...shelf, columns: { id: 'text', size: 'decimal' } };
    await expect(schema.open([filling(other)])).rejects.toMatchObject({
      reason: 'rejected',
      message: expect.stringContaining('size is bigint, not numeric') as string,
    });
  });

  it('is not changed if it has another key', async () => {
    await schema.open([filling(shelf)]);
    const other: ReadModel = { ...shelf, key: ['id', 'size'] };
    await expect(schema.open([filling(other)])).rejects.toMatchObject({ reason: 'rejected' });
  });

  it.each(['Shelf', 'shelf"; DROP TABLE events; --', '', 'x'.repeat(64), 'events'])(
    'cannot be named %j',
    async (name) => {
      await expect(schema.open([filling({ ...shelf, name })])).rejects.toThrow(RangeError);
    },
  );
});

function filling(model: ReadModel): Projection {
  return {
    name: 'filling',
    version: 1,
    mode: 'inline',
    models: [model],
    handles: ['stored'],
    project: ({ data }) => [{ op: 'insert', model: model.name, row: data }],
  };
}

function stored(data: Readonly<Record<string, unknown>>) {
  return {
    id: `stored:${String(data['id'])}`,
    type: 'stored',
    data,
    schemaVersion: 1,
    time: '2026-02-03T14:30:00Z',
    origin: 'command',
  };
}

async function indexNames(): Promise<readonly (string | null | undefined)[]> {
  const { session } = await schema.connect();
  const { rows } = await session.run({
    text: `SELECT indexname FROM pg_indexes WHERE schemaname = $1 AND tablename = 'shelf' ORDER BY 1`,
    values: [schema.name],
  });
  return rows.map(([name]) => name);
}
