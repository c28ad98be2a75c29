import type { Migration } from './migration.js';

/** Snapshots of streams by name, and checkpoints of durable subscriptions. */
export const snapshots: Migration = {
  version: 5,
  name: 'snapshots and subscriptions',
  statements: ({ snapshots: states, subscriptions }) => [
    `CREATE TABLE ${states} (
      name text COLLATE "C",
      stream_id text COLLATE "C",
      stream_version bigint NOT NULL,
      schema_version bigint NOT NULL,
      state jsonb NOT NULL,
      taken_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT snapshots_pkey PRIMARY KEY (name, stream_id)
    )`,
    `CREATE TABLE ${subscriptions} (
      subscription text COLLATE "C" PRIMARY KEY,
      position text COLLATE "C" NOT NULL,
      moved_at timestamptz NOT NULL DEFAULT now()
    )`,
  ],
};
