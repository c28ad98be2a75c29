import type { Migration } from './migration.js';

/** Dead letters, one for each place in a topic. Headers are json, since jsonb refuses some of their values. */
export const deadLetters: Migration = {
  version: 2,
  name: 'dead letters',
  statements: ({ deadLetters: table }) => [
    `CREATE TABLE ${table} (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      group_name text COLLATE "C" NOT NULL,
      topic text COLLATE "C" NOT NULL,
      partition integer NOT NULL,
      "offset" text COLLATE "C" NOT NULL,
      key bytea,
      raw bytea,
      headers json NOT NULL,
      reason text COLLATE "C" NOT NULL,
      detail text NOT NULL,
      attempts integer NOT NULL,
      event_id text COLLATE "C",
      parked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      CONSTRAINT dead_letters_source_key UNIQUE (group_name, topic, partition, "offset")
    )`,
  ],
};
