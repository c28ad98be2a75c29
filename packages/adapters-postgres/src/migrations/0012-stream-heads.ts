import type { Migration } from './migration.js';

/** Codes for what an append expects of a stream's end, if it expects no exact version. */
export const expectsAnyEvent = -1;
export const expectsNothing = -2;

/** The function that reads where a stream ends, for appends that are sent in one piece. */
export const streamHeads: Migration = {
  version: 12,
  name: 'stream heads',
  statements: (tables) => [
    // The plan is kept for as long as the connection. Made while the log is small, it would read all of it later.
    `CREATE FUNCTION ${tables.streamHead}(stream text, expected integer) RETURNS integer
     LANGUAGE plpgsql STABLE STRICT SET enable_seqscan = off SET jit = off AS $head$
     DECLARE
       head integer;
       is_later boolean;
     BEGIN
       SELECT e.stream_version,
              e.tx > pg_current_xact_id()
                AND e.epoch = (SELECT epoch FROM ${tables.logEpoch} WHERE is_only)
       INTO head, is_later
       FROM ${tables.events} e WHERE e.stream_id = stream COLLATE "C"
       ORDER BY e.stream_version DESC LIMIT 1;
       head := coalesce(head, 0);
       IF coalesce(is_later, false)
          OR expected = ${String(expectsAnyEvent)} AND head = 0
          OR expected >= 0 AND head <> expected
       THEN
         RAISE EXCEPTION USING ERRCODE = 'serialization_failure',
           MESSAGE = format('stream %s ends at version %s, or was written later', stream, head);
       END IF;
       RETURN head;
     END $head$`,
  ],
};
