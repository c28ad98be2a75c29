import { PortError, type ReadModel } from '@foldmart/core';
import type { Session } from '../connection/session.js';
import { quoted } from '../connection/statement.js';
import type { ModelTable, TableColumn } from './model-table.js';
import { indexName, keyName } from './table-names.js';

/** The current layout of a table: its columns' types and its key. */
interface ActualTable {
  readonly types: ReadonlyMap<string, string>;
  readonly key: readonly string[];
  readonly indexes: ReadonlySet<string>;
}

/**
 * Creates what a read model's table lacks: itself, columns, indexes. Does not change what exists, and rejects with a
 * PortError if that does not match the model. Call it under the migration lock.
 */
export async function layOutTable(
  session: Session,
  schema: string,
  table: ModelTable,
): Promise<void> {
  const actual = await readTable(session, schema, table);
  if (actual === undefined) return createTable(session, table);
  await addColumns(session, table, actual);
  for (const { name, text } of indexesOf(table)) {
    if (!actual.indexes.has(name)) await session.run({ text });
  }
}

/** Creates a read model's table, unless there is one, whatever it looks like. */
export async function createTableIfMissing(
  session: Session,
  schema: string,
  table: ModelTable,
): Promise<void> {
  const actual = await readTable(session, schema, table);
  if (actual === undefined) await createTable(session, table);
}

/** Creates a read model's table with its indexes. */
export async function createTable(session: Session, table: ModelTable): Promise<void> {
  const texts = [createTableText(table), ...indexesOf(table).map(({ text }) => text)];
  await session.runAll(texts.map((text) => ({ text })));
}

async function readTable(
  session: Session,
  schema: string,
  { relation }: ModelTable,
): Promise<ActualTable | undefined> {
  const { rows } = await session.run({
    text: `
      SELECT a.attname, format_type(a.atttypid, a.atttypmod),
             array_position(i.indkey::int2[], a.attnum)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      WHERE n.nspname = $1 AND c.relname = $2
      ORDER BY 3 NULLS LAST`,
    values: [schema, relation],
  });
  if (rows.length === 0) return undefined;
  const indexes = await session.run({
    text: 'SELECT indexname FROM pg_indexes WHERE schemaname = $1 AND tablename = $2',
    values: [schema, relation],
  });
  return {
    types: new Map(rows.map(([name, type]) => [String(name), String(type)])),
    key: rows.filter(([, , place]) => place !== null).map(([name]) => String(name)),
    indexes: new Set(indexes.rows.map(([name]) => String(name))),
  };
}

async function addColumns(
  session: Session,
  table: ModelTable,
  { types, key }: ActualTable,
): Promise<void> {
  const { model } = table;
  if (key.join() !== model.key.join()) {
    throw misfit(table, `its key is (${key.join(', ')}), not (${model.key.join(', ')})`);
  }
  for (const column of [...table.columns, ...table.operational]) {
    const type = types.get(column.name);
    if (type === undefined) {
      await session.run({
        text: `ALTER TABLE ${table.name} ADD COLUMN ${definition(table, column)}`,
      });
    } else if (type !== column.sqlType) {
      throw misfit(table, `its column ${column.name} is ${type}, not ${column.sqlType}`);
    }
  }
  if (model.arrival !== undefined && !types.has(model.arrival)) {
    await session.run({
      text: `ALTER TABLE ${table.name} ADD COLUMN ${arrivalText(model.arrival)}`,
    });
  }
}

function misfit({ model }: ModelTable, how: string): PortError {
  return new PortError({
    port: 'read-model-store',
    operation: 'open',
    reason: 'rejected',
    message: `Table ${model.name} does not fit its read model: ${how}.`,
    hint: 'rename or drop the table, or use another schema',
  });
}

function createTableText(table: ModelTable): string {
  const columns = [...table.columns, ...table.operational].map((each) => definition(table, each));
  const { arrival, key } = table.model;
  const parts = [
    ...columns,
    ...(arrival === undefined ? [] : [arrivalText(arrival)]),
    `CONSTRAINT ${quoted(keyName(table.relation))} PRIMARY KEY (${key.map(quoted).join(', ')})`,
  ];
  return `CREATE TABLE ${table.name} (${parts.join(', ')})`;
}

function arrivalText(name: string): string {
  return `${quoted(name)} bigint NOT NULL GENERATED ALWAYS AS IDENTITY`;
}

/** Keys and indexed columns sort by their bytes, the same in every database. */
function definition({ model }: ModelTable, { name, type, quoted, sqlType }: TableColumn): string {
  const isOrdered = model.key.includes(name) || model.indexes?.flat().includes(name) === true;
  const collation = type === 'text' && isOrdered ? ' COLLATE "C"' : '';
  const value = model.defaults?.[name];
  const initial = value === undefined || value === null ? '' : ` DEFAULT ${literal(value)}`;
  return `${quoted} ${sqlType}${collation}${initial}`;
}

function literal(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `'${text.replaceAll("'", "''")}'`;
}

interface IndexDefinition {
  readonly name: string;
  readonly text: string;
}

/** The declared indexes, each with the key behind its columns: that is the order in which rows are read by it. */
function indexesOf({ model, relation, name: table }: ModelTable): readonly IndexDefinition[] {
  const { indexes = [], key, arrival } = model;
  return indexes.map((columns) => {
    const name = indexName(relation, columns);
    const isReadable = arrival === undefined || !columns.includes(arrival);
    const all = isReadable ? [...new Set([...columns, ...key])] : columns;
    const ordered = all.map((column) => indexColumn(model, column)).join(', ');
    return { name, text: `CREATE INDEX IF NOT EXISTS ${quoted(name)} ON ${table} (${ordered})` };
  });
}

/** Columns that existed before their index may have another collation. */
function indexColumn({ columns, operational }: ReadModel, column: string): string {
  const type = columns[column] ?? operational?.[column];
  return `${quoted(column)}${type === 'text' ? ' COLLATE "C"' : ''} NULLS FIRST`;
}
