import { CopyData, copyJson, copyText } from '../connection/copy-text.js';
import {
  logTarget,
  prepare,
  type CopyStatement,
  type PreparedStatement,
  type Statement,
} from '../connection/statement.js';
import { arraysOf, columns, fieldsOf, withCast, type EventRecord } from './event-columns.js';

/** The statements that insert records into the log; the server sets tx, epoch and the time of recording. */
export interface RecordStatements {
  /** Fails with a unique violation if a record exists. */
  insert(records: readonly EventRecord[]): Statement;
  /** Skips records that exist and returns the positions of the others. */
  insertNew(records: readonly EventRecord[]): Statement;
  /** The fastest way, for events that are most likely new; fails as `insert` does. */
  copy(records: readonly EventRecord[]): CopyStatement;
}

/** Makes the statements for the table `events`. */
export function recordStatements(events: string): RecordStatements {
  const list = columns.join(', ');
  const selected = columns.map((name) => withCast(name)).join(', ');
  const arrays = columns.map((_name, index) => `$${String(index + 1)}::text[]`).join(', ');
  const insert = `INSERT INTO ${events} (${list}) SELECT ${selected} FROM unnest(${arrays}) AS input (${list})`;
  const plain = prepare(insert);
  const skipping = prepare(`${insert} ON CONFLICT DO NOTHING RETURNING position`);
  return {
    insert: (records) => bound(plain, records),
    insertNew: (records) => bound(skipping, records),
    copy: (records) => ({
      text: `COPY ${events} (${list}) FROM STDIN`,
      copyData: copyDataOf(records),
      writes: logTarget,
    }),
  };
}

/**
 * The order in which every transaction writes its events. A common order prevents deadlocks on keys; which order it
 * is does not matter.
 */
export function byStream(one: EventRecord, other: EventRecord): number {
  if (one.streamId < other.streamId) return -1;
  if (one.streamId > other.streamId) return 1;
  return one.streamVersion - other.streamVersion;
}

function bound(statement: PreparedStatement, records: readonly EventRecord[]): Statement {
  const values = arraysOf(records.map(fieldsOf), columns.length);
  return { ...statement, writes: logTarget, values };
}

/** The data of an event is the last column, and added by itself: it may have wide characters, and the rest seldom has. */
function copyDataOf(records: readonly EventRecord[]): Buffer {
  const data = new CopyData(records.length);
  for (const record of records) {
    data.add(copyMetadata(record));
    data.add(copyJson(record.json));
    data.endLine();
  }
  return data.bytes;
}

function copyMetadata({ event, streamId, position, streamVersion }: EventRecord): string {
  const { id, type, time, origin, correlationId, causationId, traceParent } = event;
  const names = `${copyText(id)}\t${copyText(streamId)}\t${copyText(type)}\t${copyText(time)}`;
  const numbers = `${String(position)}\t${String(streamVersion)}\t${String(event.schemaVersion)}`;
  const context = `${copyText(correlationId)}\t${copyText(causationId)}\t${copyText(traceParent)}`;
  return `${numbers}\t${names}\t${copyText(origin)}\t${context}\t`;
}
