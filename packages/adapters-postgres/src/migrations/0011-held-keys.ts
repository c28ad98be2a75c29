import type { Migration } from './migration.js';

/** The offset of a message if it is a decimal integer, as on every bus of the library. */
export const decimalOffset = `CASE WHEN "offset" ~ '^\\d{1,18}$' THEN "offset"::bigint END`;

/**
 * What operators do with dead letters, and the keys that wait behind one. A key may be longer than an index entry, so its
 * hash stands for it. `key_releases` has the latest transaction that replayed letters of a group and topic.
 *
 * The function fails a batch with FM002 that has to know more than its events: see `heldKeysCheck`.
 */
export const heldKeys: Migration = {
  version: 11,
  name: 'held keys',
  statements: (tables) => [
    `ALTER TABLE ${tables.deadLetters}
      ADD COLUMN topic_id text COLLATE "C",
      ADD COLUMN published_ms bigint,
      ADD COLUMN status text COLLATE "C" NOT NULL DEFAULT 'waiting'
        CHECK (status IN ('waiting', 'replayed', 'discarded')),
      ADD COLUMN settled_by text,
      ADD COLUMN settled_at timestamptz,
      ADD COLUMN edited_raw bytea,
      ADD COLUMN edited_headers json`,
    `CREATE INDEX dead_letters_waiting ON ${tables.deadLetters} (group_name, topic, sha256(key), id)
      WHERE status = 'waiting'`,
    `CREATE INDEX dead_letters_settled
      ON ${tables.deadLetters} (group_name, topic, partition, (${decimalOffset}))
      WHERE status <> 'waiting'`,
    `CREATE TABLE ${tables.deadLetterActions} (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      letter bigint NOT NULL REFERENCES ${tables.deadLetters},
      action text COLLATE "C" NOT NULL,
      actor text NOT NULL,
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      note text NOT NULL
    )`,
    `CREATE INDEX dead_letter_actions_letter ON ${tables.deadLetterActions} (letter)`,
    `CREATE TABLE ${tables.heldKeys} (
      group_name text COLLATE "C" NOT NULL,
      topic text COLLATE "C" NOT NULL,
      key_hash bytea NOT NULL,
      head bigint NOT NULL REFERENCES ${tables.deadLetters},
      held_since timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (group_name, topic, key_hash)
    )`,
    `CREATE TABLE ${tables.keyReleases} (
      group_name text COLLATE "C" NOT NULL,
      topic text COLLATE "C" NOT NULL,
      tx xid8 NOT NULL,
      PRIMARY KEY (group_name, topic)
    )`,
    `CREATE FUNCTION ${tables.refuseHeldKeys}() RETURNS boolean
      LANGUAGE plpgsql AS $refuse$
      BEGIN
        RAISE EXCEPTION USING ERRCODE = 'FM002', MESSAGE = 'keys of the group are held';
      END $refuse$`,
  ],
};
