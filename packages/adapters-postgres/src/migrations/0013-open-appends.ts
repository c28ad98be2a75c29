import { createHash } from 'node:crypto';
import type { DatabaseTables } from '../database-tables.js';
import type { Migration } from './migration.js';

/** The name of the setting that holds the schema to whose log a transaction appends. */
const appendsTo = 'foldmart.appends_to';

/**
 * How readers of the log tell appends from other transactions. An append takes an advisory lock before it has a transaction
 * id. A transaction that has an id and no such lock is foreign: it never appends, so readers need not wait for it.
 *
 * A transaction that has its id already is refused when it inserts into the log. That is so for some appends of programs
 * that do not know this step: they are retried until the program is upgraded.
 */
export const openAppends: Migration = {
  version: 13,
  name: 'open appends',
  statements: (tables) => [
    beginAppend(tables),
    beginAppendUnlessBegun(tables),
    `CREATE TRIGGER begin_append BEFORE INSERT ON ${tables.events}
     FOR EACH STATEMENT EXECUTE FUNCTION ${tables.beginAppendUnlessBegun}()`,
    listForeigners(tables),
    logBound(tables),
  ],
};

function beginAppend({ beginAppend: name, schema }: DatabaseTables): string {
  return `
    CREATE FUNCTION ${name}() RETURNS void LANGUAGE plpgsql AS $begin$
    BEGIN
      ${beginning(schema)}
    END $begin$`;
}

/** The statements are repeated here, because a call of the other function would cost every append as much again. */
function beginAppendUnlessBegun({ beginAppendUnlessBegun: name, schema }: DatabaseTables): string {
  return `
    CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $begin$
    BEGIN
      IF current_setting('${appendsTo}', true) IS DISTINCT FROM ${literal(schema)} THEN
        ${beginning(schema)}
      END IF;
      RETURN NULL;
    END $begin$`;
}

function beginning(schema: string): string {
  return `
    IF pg_current_xact_id_if_assigned() IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'serialization_failure',
        MESSAGE = 'an append begins before its transaction has written anything',
        HINT = 'Retry. Programs of an older version append again once they are upgraded.';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(${lockClass(schema)}, pg_backend_pid()),
      set_config('${appendsTo}', ${literal(schema)}, true);`;
}

/**
 * All locks are read at once, because a transaction can end between two looks. The server releases the lock of a
 * transaction's id before advisory locks. Locks of one transaction are joined by process: the column `virtualtransaction`
 * changes at commit, before the locks are released. A prepared transaction has no process; readers wait for it.
 */
function listForeigners({ foreignTransactions: name, schema }: DatabaseTables): string {
  return `
    CREATE FUNCTION ${name}() RETURNS SETOF xid LANGUAGE sql VOLATILE AS $foreign$
      WITH held AS MATERIALIZED (
        SELECT locktype, transactionid, pid FROM pg_locks
        WHERE granted AND (
          locktype = 'transactionid' AND mode = 'ExclusiveLock'
          OR ${appendLock(schema)}
        )
      )
      SELECT transactionid FROM held AS own
      WHERE locktype = 'transactionid' AND pid IS NOT NULL AND NOT EXISTS (
        SELECT FROM held AS append WHERE append.locktype = 'advisory' AND append.pid = own.pid
      )
    $foreign$`;
}

/**
 * The locks are read before the snapshot. So a transaction that is unknown there began after the bound was asked for, and
 * cannot hide what was committed before. Being volatile, the function sees a new snapshot in each of its statements.
 */
function logBound({ logBound: name, foreignTransactions: foreigners }: DatabaseTables): string {
  return `
    CREATE FUNCTION ${name}() RETURNS xid8 LANGUAGE plpgsql VOLATILE AS $bound$
    DECLARE
      moment pg_snapshot := pg_current_snapshot();
      others xid[];
      oldest xid8;
    BEGIN
      IF pg_snapshot_xmin(moment) = pg_snapshot_xmax(moment) THEN
        RETURN pg_snapshot_xmax(moment);
      END IF;
      others := ARRAY(SELECT ${foreigners}());
      moment := pg_current_snapshot();
      SELECT running INTO oldest FROM pg_snapshot_xip(moment) AS running
      WHERE running::xid <> ALL (others) ORDER BY running LIMIT 1;
      RETURN coalesce(oldest, pg_snapshot_xmax(moment));
    END $bound$`;
}

/** The condition for the advisory locks of a log's appends in `pg_locks`. */
export function appendLock(schema: string): string {
  return `(locktype = 'advisory' AND classid = ${lockClass(schema)} AND objsubid = 2
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;
}

/** The first key of the advisory locks of a log's appends; the second is the backend. */
function lockClass(schema: string): string {
  const hash = createHash('sha256').update(`foldmart:append:${schema}`).digest();
  return String(hash.readUInt32BE(0) >>> 1);
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
