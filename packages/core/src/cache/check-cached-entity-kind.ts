import type { ColumnType, ReadModel } from '../projections/read-model.js';
import {
  cachedAtColumn,
  segmentsOf,
  type CachedEntityKind,
  type CacheSegment,
} from './cached-entity-kind.js';

const keyTypes: readonly (ColumnType | undefined)[] = ['text', 'integer'];
const builtInNames = Object.keys(
  segmentsOf({ name: '', model: { name: '', key: [], columns: {} } }),
);

/**
 * Throws RangeError, with what to change, if the kind cannot be selected in an index's order: its model lacks the
 * columns of the cache, a segment names an unknown column, or no index serves its order.
 */
export function assertCachedEntityKind(kind: CachedEntityKind): void {
  if (fitting.has(kind)) return;
  const { name, model } = kind;
  if (name === '') throw new RangeError(`A cached kind of read model ${model.name} has no name.`);
  assertCacheable(kind);
  for (const own of Object.keys(kind.segments ?? {})) {
    if (builtInNames.includes(own)) throw fault(kind, `segment ${own} is built in`);
  }
  for (const [segmentName, segment] of Object.entries(segmentsOf(kind))) {
    const problem = problemOf(segment, model);
    if (problem !== undefined) throw fault(kind, `segment ${segmentName} ${problem}`);
  }
  fitting.add(kind);
}

/** Definitions do not change, and each refresh asks for its kind again. */
const fitting = new WeakSet<CachedEntityKind>();

/** Checks each kind, and that no two have the same name. Throws RangeError. */
export function assertCachedEntityKinds(kinds: readonly CachedEntityKind[]): void {
  for (const kind of kinds) assertCachedEntityKind(kind);
  const names = kinds.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new RangeError(`There are two cached kinds named ${twice}.`);
}

function assertCacheable(kind: CachedEntityKind): void {
  const { key, columns, operational, arrival } = kind.model;
  if (key.length !== 1 || !keyTypes.includes(columns[key[0] ?? ''])) {
    throw fault(kind, 'its key is not one column of text or integer');
  }
  if (operational?.[cachedAtColumn] !== 'timestamp') {
    throw fault(kind, `it has no operational column ${cachedAtColumn} of type timestamp`);
  }
  if (arrival === undefined) throw fault(kind, 'it has no arrival column');
}

/** What is wrong with a segment; undefined if nothing is. */
function problemOf({ where, orderBy }: CacheSegment, model: ReadModel): string | undefined {
  const columns = orderBy.map(({ column }) => column);
  const named = where === undefined ? columns : [where.column, ...columns];
  const unknown = named.find((column) => typeOf(model, column) === undefined);
  if (unknown !== undefined) return `names column ${unknown}, which the read model does not have`;
  const json = columns.find((column) => typeOf(model, column) === 'json');
  if (json !== undefined) return `is ordered by ${json}, which is json`;
  if (orderBy.some(({ direction }) => direction !== orderBy[0].direction)) {
    return 'mixes ascending and descending columns';
  }
  const wanted = [...columns, model.arrival];
  const isServed = (model.indexes ?? []).some((index) => index.join() === wanted.join());
  return isServed ? undefined : `has no index on (${wanted.join(', ')})`;
}

function typeOf({ columns, operational = {} }: ReadModel, column: string): ColumnType | undefined {
  if (Object.hasOwn(columns, column)) return columns[column];
  return Object.hasOwn(operational, column) ? operational[column] : undefined;
}

function fault({ name, model }: CachedEntityKind, problem: string): RangeError {
  return new RangeError(`Read model ${model.name} cannot be cached as ${name}: ${problem}.`);
}
