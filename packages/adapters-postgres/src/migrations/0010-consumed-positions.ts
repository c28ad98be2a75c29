import type { Migration } from './migration.js';

/**
 * Up to where each group has been recorded, in each life of a topic: an empty `topic_id` is one that is not known. Every
 * batch updates a row, so pages keep room for its next version.
 */
export const consumedPositions: Migration = {
  version: 10,
  name: 'consumed positions',
  statements: ({ consumedPositions: table }) => [
    `CREATE TABLE ${table} (
      group_name text COLLATE "C" NOT NULL,
      topic text COLLATE "C" NOT NULL,
      topic_id text COLLATE "C" NOT NULL,
      partition integer NOT NULL,
      next bigint NOT NULL,
      gap_from bigint,
      gap_to bigint,
      gap_found_at timestamptz,
      PRIMARY KEY (group_name, topic, topic_id, partition)
    ) WITH (fillfactor = 50)`,
  ],
};
