import type { Migration } from './migration.js';

/** Key and body with their lengths, then headers: no two messages give the same bytes. */
const contents = String.raw`
  int4send(coalesce(octet_length(key), -1)) || coalesce(key, '') ||
  int4send(coalesce(octet_length(raw), -1)) || coalesce(raw, '') ||
  replace(headers::text, E'\\', E'\\\\')::bytea`;

/**
 * A message is the one that is kept only if its contents are the same too: a topic that was deleted and created again
 * has other messages at the same offsets.
 */
export const deadLetterContents: Migration = {
  version: 8,
  name: 'dead letter contents',
  statements: ({ deadLetters: table }) => [
    `ALTER TABLE ${table}
      ADD COLUMN contents_hash bytea NOT NULL GENERATED ALWAYS AS (sha256(${contents})) STORED,
      DROP CONSTRAINT dead_letters_source_key,
      ADD CONSTRAINT dead_letters_source_key
        UNIQUE (group_name, topic, partition, "offset", contents_hash)`,
  ],
};
