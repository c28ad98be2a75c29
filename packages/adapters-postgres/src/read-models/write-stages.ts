import type {
  AccumulateRow,
  InsertRow,
  MirrorRow,
  ReadModelWrite,
  Row,
  UpdateRow,
} from '@foldmart/core';
import type { ModelCatalog } from './model-catalog.js';
import { encodeValue } from './column-values.js';

/** Writes of one kind to one model that can be made by one statement, in any order. */
export type WriteStage =
  | { readonly op: 'insert'; readonly model: string; readonly writes: readonly InsertRow[] }
  | { readonly op: 'update'; readonly model: string; readonly writes: readonly UpdateRow[] }
  | { readonly op: 'accumulate'; readonly model: string; readonly writes: readonly AccumulateRow[] }
  | { readonly op: 'mirror'; readonly model: string; readonly writes: readonly MirrorRow[] };

interface OpenStage {
  readonly signature: string;
  readonly writes: ReadModelWrite[];
}

/**
 * Groups writes into stages that, one after another, have the effect of the writes one by one. Writes to
 * different rows commute; so do writes of one kind to one row, given what the statements do with them
 * (the first insert stays, the last update of a column counts, sums and maxima have no order).
 */
export function stageWrites(
  writes: readonly ReadModelWrite[],
  catalog: ModelCatalog,
): readonly WriteStage[] {
  if (writes.every(({ op }) => op === 'insert')) return stageInserts(writes);
  const stages: OpenStage[] = [];
  const lastTouched = new Map<string, number>();
  for (const write of withoutSupersededMirrors(writes.filter(changesSomething), catalog)) {
    const rows = rowsOf(write, catalog);
    const earliest = Math.max(0, ...rows.map((row) => lastTouched.get(row) ?? 0));
    const index = placeIn(stages, signatureOf(write), earliest);
    stages[index]?.writes.push(write);
    for (const row of rows) lastTouched.set(row, index);
  }
  return stages.map(({ writes: staged }) => toStage(staged));
}

/** Inserts alone need no bookkeeping: within a model the first of each key stays, and models are independent. */
function stageInserts(writes: readonly ReadModelWrite[]): readonly WriteStage[] {
  const byModel = new Map<string, ReadModelWrite[]>();
  for (const write of writes) {
    const known = byModel.get(write.model);
    if (known === undefined) byModel.set(write.model, [write]);
    else known.push(write);
  }
  return [...byModel.values()].map(toStage);
}

function changesSomething(write: ReadModelWrite): boolean {
  if (write.op === 'update') return Object.keys(write.set).length > 0;
  return write.op !== 'mirror' || write.columns.length > 0;
}

function placeIn(stages: OpenStage[], signature: string, earliest: number): number {
  const found = stages.findIndex(
    (stage, index) => index >= earliest && stage.signature === signature,
  );
  if (found >= 0) return found;
  return stages.push({ signature, writes: [] }) - 1;
}

function toStage(writes: readonly ReadModelWrite[]): WriteStage {
  const [first] = writes;
  if (first === undefined) throw new RangeError('A stage has at least one write.');
  return { op: first.op, model: first.model, writes } as WriteStage;
}

function signatureOf(write: ReadModelWrite): string {
  const { op, model } = write;
  switch (op) {
    case 'insert':
      return `insert ${model}`;
    case 'update':
      return `update ${model} ${namesOf(write.set)}`;
    case 'accumulate':
      return `accumulate ${model} ${namesOf(write.add)} ${namesOf(write.max)}`;
    case 'mirror':
      return `mirror ${write.from} ${model} ${write.columns.join(',')}`;
  }
}

function namesOf(row: Row = {}): string {
  return Object.keys(row).sort().join(',');
}

function rowsOf(write: ReadModelWrite, catalog: ModelCatalog): readonly string[] {
  const own = rowId(write.model, write.op === 'insert' ? write.row : write.key, catalog);
  return write.op === 'mirror' ? [own, rowId(write.from, write.key, catalog)] : [own];
}

/** Identifies a row among all models. */
function rowId(model: string, row: Row, catalog: ModelCatalog): string {
  const { key } = catalog.named(model);
  return `${model} ${JSON.stringify(key.map(({ name, type }) => encodeValue(type, row[name])))}`;
}

/**
 * Leaves out a mirror whose columns a later one to the same row copies again: without it, every order of a
 * popular product would need stages of its own. A model that is mirrored on itself keeps all its copies.
 */
function withoutSupersededMirrors(
  writes: readonly ReadModelWrite[],
  catalog: ModelCatalog,
): readonly ReadModelWrite[] {
  const sources = new Set(writes.flatMap((write) => (write.op === 'mirror' ? [write.from] : [])));
  if (sources.size === 0) return writes;
  const later = new Set<string>();
  const kept = writes.toReversed().filter((write) => {
    if (write.op !== 'mirror' || sources.has(write.model)) return true;
    const identity = `${signatureOf(write)} ${rowId(write.model, write.key, catalog)}`;
    if (later.has(identity)) return false;
    later.add(identity);
    return true;
  });
  return kept.reverse();
}
