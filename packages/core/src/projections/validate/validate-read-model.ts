import { UnstorableError } from '../../events/storable-json.js';
import type { ReadModel } from '../read-model.js';
import { toColumnValue } from '../rows/column-value.js';
import { libraryTableNames } from './reserved-names.js';
import { isShadowName, relationNames } from './relation-names.js';

const namePattern = /^[a-z_][a-z0-9_]{0,62}$/;
const columnTypes: readonly string[] = [
  'text',
  'integer',
  'decimal',
  'boolean',
  'timestamp',
  'json',
];
/** Postgres has these in every table. */
const systemColumns: readonly string[] = ['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'];
/** The limits of Postgres. */
const maxIndexColumns = 32;
const maxColumns = 1_600;

/**
 * Rejects a read model that some store could not hold.
 *
 * @param reserved names of tables that the model must not take, beside the library's: those of modules in use
 * @throws RangeError; the message says what to change.
 */
export function assertReadModel(model: ReadModel, reserved: readonly string[] = []): void {
  if (reserved.length === 0 && fitting.has(model)) return;
  assertModelName(model, reserved);
  assertColumns(model);
  assertKey(model);
  assertDefaults(model);
  assertIndexes(model);
  if (reserved.length === 0) fitting.add(model);
}

/** Definitions do not change: a model that every process of a simulation opens is checked once. */
const fitting = new WeakSet<ReadModel>();

function assertModelName(model: ReadModel, reserved: readonly string[]): void {
  const { name } = model;
  if (!namePattern.test(name)) throw badName(model, 'A read model', name);
  if (isShadowName(name)) {
    throw new RangeError(
      `A read model cannot be named ${name}: names with this ending are reserved for rebuilds. Choose another name.`,
    );
  }
  const tables = [...libraryTableNames, ...reserved];
  const taken = new Set(tables.flatMap((table) => [table, `${table}_pkey`]));
  const clash = relationNames(model).find((each) => taken.has(each));
  if (clash === undefined) return;
  throw new RangeError(
    `A read model cannot be named ${name}: ${clash} is a table of the library or of a module. Choose another name.`,
  );
}

function assertColumns(model: ReadModel): void {
  const { name, columns, operational = {}, arrival } = model;
  const given = [...Object.entries(columns), ...Object.entries(operational)];
  for (const [column, type] of given) {
    if (!columnTypes.includes(type)) {
      throw refused(
        model,
        `column ${column} has type ${type}; use one of ${columnTypes.join(', ')}`,
      );
    }
  }
  const names = [...given.map(([column]) => column), ...(arrival === undefined ? [] : [arrival])];
  for (const column of names) {
    if (!namePattern.test(column)) throw badName(model, `A column of ${name}`, column);
    if (systemColumns.includes(column)) {
      throw refused(model, `${column} is a system column of Postgres; choose another name`);
    }
  }
  const twice = firstRepeated(names);
  if (twice !== undefined) throw refused(model, `it has two columns ${twice}; rename one`);
  if (names.length > maxColumns) {
    throw refused(
      model,
      `it has ${String(names.length)} columns; use at most ${String(maxColumns)}`,
    );
  }
}

function assertKey(model: ReadModel): void {
  const { key, columns } = model;
  if (key.length === 0) throw refused(model, 'it has no key; name at least one column');
  for (const column of key) {
    const type = Object.hasOwn(columns, column) ? columns[column] : undefined;
    if (type === undefined) {
      throw refused(model, `key column ${column} is not one of its columns; add it to columns`);
    }
    if (type !== 'text' && type !== 'integer') {
      throw refused(model, `key column ${column} is ${type}; a key is text or integer`);
    }
  }
  assertColumnList(model, key, 'its key');
}

function assertDefaults(model: ReadModel): void {
  for (const [column, value] of Object.entries(model.defaults ?? {})) {
    const type = Object.hasOwn(model.columns, column) ? model.columns[column] : undefined;
    if (type === undefined) {
      throw refused(model, `it has a default for ${column}, which is not one of its columns`);
    }
    if (model.key.includes(column)) {
      throw refused(model, `its key column ${column} has a default; every row must give its key`);
    }
    try {
      toColumnValue(type, value, `the default of ${column}`);
    } catch (error) {
      if (!(error instanceof UnstorableError)) throw error;
      throw refused(model, error.message);
    }
  }
}

function assertIndexes(model: ReadModel): void {
  const { columns, operational = {}, arrival, indexes = [] } = model;
  const types = new Map(Object.entries({ ...columns, ...operational }));
  for (const index of indexes) {
    if (index.length === 0) throw refused(model, 'an index has no columns; name at least one');
    for (const column of index) {
      if (column === arrival) continue;
      const type = types.get(column);
      if (type === undefined) {
        throw refused(model, `index column ${column} is not one of its columns`);
      }
      if (type === 'json')
        throw refused(model, `index column ${column} is json, which has no order`);
    }
    assertColumnList(model, index, `index (${index.join(', ')})`);
    if (new Set([...index, ...model.key]).size > maxIndexColumns) {
      throw refused(
        model,
        `index (${index.join(', ')}) has too many columns, with those of the key`,
      );
    }
  }
  const twice = firstRepeated(relationNames(model));
  if (twice !== undefined) {
    throw refused(
      model,
      `two of its indexes or tables would be called ${twice}; drop or rename one`,
    );
  }
}

function assertColumnList(model: ReadModel, list: readonly string[], what: string): void {
  const twice = firstRepeated(list);
  if (twice !== undefined) throw refused(model, `${what} names ${twice} twice; name it once`);
  if (list.length > maxIndexColumns) {
    throw refused(model, `${what} has more than ${String(maxIndexColumns)} columns; use fewer`);
  }
}

/** The first item that occurs twice. */
export function firstRepeated(items: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return items.find((item) => seen.size === seen.add(item).size);
}

function badName(model: ReadModel, what: string, name: string): RangeError {
  return new RangeError(
    `${what} cannot be named ${JSON.stringify(name)}${what === 'A read model' ? '' : ` (read model ${model.name})`}: use lower-case letters, digits and _, at most 63, the first no digit.`,
  );
}

function refused({ name }: ReadModel, why: string): RangeError {
  return new RangeError(`Read model ${name} cannot be used: ${why}.`);
}
