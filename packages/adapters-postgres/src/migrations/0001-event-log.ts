import type { Migration } from './migration.js';

/**
 * The event log, ordered by (epoch, tx, position): the life of the cluster, the transaction, the place in the
 * transaction. Appends never update a row, so they never lock one.
 */
export const eventLog: Migration = {
  version: 1,
  name: 'event log',
  statements: ({ events, logEpoch }) => [
    `CREATE TABLE ${logEpoch} (
      is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
      epoch integer NOT NULL,
      system_identifier text COLLATE "C" NOT NULL
    )`,
    `INSERT INTO ${logEpoch} (epoch, system_identifier)
     SELECT 1, system_identifier::text FROM pg_control_system()`,
    `CREATE TABLE ${events} (
      tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
      recorded_at timestamptz NOT NULL DEFAULT now(),
      epoch integer NOT NULL DEFAULT 1,
      position integer NOT NULL,
      stream_version integer NOT NULL CHECK (stream_version > 0),
      schema_version integer NOT NULL,
      event_id text COLLATE "C" NOT NULL,
      stream_id text COLLATE "C" NOT NULL,
      type text COLLATE "C" NOT NULL,
      time text COLLATE "C" NOT NULL,
      origin text COLLATE "C" NOT NULL,
      correlation_id text COLLATE "C",
      causation_id text COLLATE "C",
      trace_parent text COLLATE "C",
      data jsonb NOT NULL,
      CONSTRAINT events_pkey PRIMARY KEY (epoch, tx, position),
      CONSTRAINT events_event_id_key UNIQUE (event_id),
      CONSTRAINT events_stream_key UNIQUE (stream_id, stream_version)
    )`,
  ],
};
