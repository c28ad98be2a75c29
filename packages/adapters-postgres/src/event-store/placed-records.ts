import { logTarget, prepare, type Statement } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import type { DatabaseTables } from '../database-tables.js';
import { arraysOf, columns, fieldsOf, withCast, type EventRecord } from './event-columns.js';
import { fenceCall, type InlineFence } from './inline-fence.js';

/** A record that is placed before its stream's version is known. */
export interface PlacedRecord extends EventRecord {
  /** What the stream must be like, for `stream_head`; null if the record's place says it. */
  readonly follows: number | null;
}

/** The statements for records whose places are checked as they are written. */
export interface PlacedStatements {
  /**
   * Inserts records that follow the ends of their streams; without an exact version, `streamVersion` counts from the end.
   * Returns their places and versions. Fails if a record exists, and with a lost race if a stream is not as expected.
   */
  insertPlaced(records: readonly PlacedRecord[]): Statement;
  /** The same for one record, the commonest append, without arrays. Includes the statement of {@link inlineFence}. */
  insertFenced(record: PlacedRecord): Statement;
  /** Fails with a lost race unless the records' streams are as expected. */
  assertPlaced(records: readonly PlacedRecord[]): Statement;
}

const parameters = [...columns, 'follows'] as const;

type Parameter = (typeof parameters)[number];

export function placedStatements(tables: DatabaseTables, fence: InlineFence): PlacedStatements {
  const one = prepare(`
    ${insertText(tables)} VALUES (${valueTexts(tables, placeholder)})
    ${returning}, ${fenceCall(tables, parameters.length + 1)}`);
  const arrays = parameters.map((name) => `${placeholder(name)}::text[]`).join(', ');
  const many = prepare(`
    ${insertText(tables)} SELECT ${valueTexts(tables, (name) => name)}
    FROM unnest(${arrays}) AS input (${parameters.join(', ')}) ${returning}`);
  const check = prepare(`
    SELECT ${tables.streamHead}(stream_id, follows::integer)
    FROM unnest($1::text[], $2::text[]) AS input (stream_id, follows)`);
  return {
    insertPlaced(records) {
      const values = arraysOf(records.map(placedFieldsOf), parameters.length);
      return { ...many, writes: logTarget, values };
    },
    insertFenced(record) {
      const values = [...placedFieldsOf(record), ...fence.values];
      return { ...one, writes: logTarget, values };
    },
    assertPlaced: (records) => ({
      ...check,
      values: [
        textArray(records.map(({ streamId }) => streamId)),
        textArray(records.map(({ follows }) => textOf(follows))),
      ],
    }),
  };
}

const returning = 'RETURNING epoch, tx, position, stream_version';

function insertText({ events }: DatabaseTables): string {
  return `INSERT INTO ${events} (${columns.join(', ')})`;
}

/** The values of the columns; `term` is the SQL text of a parameter. */
function valueTexts({ streamHead }: DatabaseTables, term: (name: Parameter) => string): string {
  const follows = `${term('follows')}::integer`;
  const head = `${streamHead}(${term('stream_id')}::text, ${follows}) - greatest(${follows}, 0)`;
  const values = columns.map((name) => {
    const value = withCast(name, term(name));
    return name === 'stream_version' ? `${value} + coalesce(${head}, 0)` : value;
  });
  return values.join(', ');
}

function placedFieldsOf(record: PlacedRecord): readonly (string | null)[] {
  return [...fieldsOf(record), textOf(record.follows)];
}

function placeholder(name: Parameter): string {
  return `$${String(parameters.indexOf(name) + 1)}`;
}

function textOf(follows: number | null): string | null {
  return follows === null ? null : String(follows);
}
