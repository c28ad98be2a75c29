import type { Migration } from './migration.js';

/** Leader locks: the last lease of each name. Tokens rise by one with each acquisition. */
export const leaderLeases: Migration = {
  version: 9,
  name: 'leader leases',
  statements: ({ leaderLeases: table }) => [
    `CREATE TABLE ${table} (
      name text COLLATE "C" PRIMARY KEY,
      holder text COLLATE "C" NOT NULL,
      token bigint NOT NULL,
      renewed_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL
    )`,
  ],
};
