import type { Projection, ReadModel } from '@foldmart/core';

/** The sum of all increments, by an asynchronous projection. */
export const totals: ReadModel = {
  name: 'totals',
  key: ['name'],
  columns: { name: 'text', total: 'integer' },
};

export const totalling: Projection = {
  name: 'totals',
  version: 1,
  mode: 'async',
  models: [totals],
  handles: ['incremented'],
  project: ({ data }) => [
    { op: 'accumulate', model: 'totals', key: { name: 'all' }, add: { total: data['by'] } },
  ],
};
