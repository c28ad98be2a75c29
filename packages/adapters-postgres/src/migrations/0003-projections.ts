import type { Migration } from './migration.js';

/** Checkpoints of asynchronous projections, and the latest mark of each cached kind. */
export const projections: Migration = {
  version: 3,
  name: 'projections',
  statements: ({ checkpoints, cacheTurns }) => [
    `CREATE TABLE ${checkpoints} (
      projection text COLLATE "C" PRIMARY KEY,
      version integer NOT NULL,
      position text COLLATE "C",
      moved_at timestamptz NOT NULL DEFAULT now()
    )`,
    `CREATE TABLE ${cacheTurns} (
      kind text COLLATE "C" PRIMARY KEY,
      turn timestamptz NOT NULL
    )`,
  ],
};
