import {
  assertWriteFits,
  type AccumulateRow,
  type DeleteRow,
  type InsertRow,
  type MirrorRow,
  type ReadModel,
  type ReadModelWrite,
  type UpdateRow,
} from '@foldmart/core';
import type { ModelCatalog } from './model-catalog.js';
import { withoutSupersededWrites } from './superseded-writes.js';
import { identify } from './write-identity.js';

/** Writes of one kind to one model that can be made by one statement, in any order. */
export type WriteStage =
  | { readonly op: 'insert'; readonly model: string; readonly writes: readonly InsertRow[] }
  | { readonly op: 'update'; readonly model: string; readonly writes: readonly UpdateRow[] }
  | { readonly op: 'accumulate'; readonly model: string; readonly writes: readonly AccumulateRow[] }
  | { readonly op: 'mirror'; readonly model: string; readonly writes: readonly MirrorRow[] }
  | { readonly op: 'delete'; readonly model: string; readonly writes: readonly DeleteRow[] };

interface OpenStage {
  readonly signature: string;
  readonly writes: ReadModelWrite[];
}

/**
 * Groups writes into stages that, one after another, have the effect of the writes one by one. Writes to
 * different rows commute; so do writes of one kind to one row, given what the statements do with them
 * (the first insert stays, the last update of a column counts, sums, maxima and deletes have no order).
 *
 * @throws UnstorableError if a write does not fit its model.
 */
export function stageWrites(
  writes: readonly ReadModelWrite[],
  catalog: ModelCatalog,
): readonly WriteStage[] {
  if (writes.every(({ op }) => op === 'insert')) return stageInserts(writes);
  const stages: OpenStage[] = [];
  const lastTouched = new Map<string, number>();
  const modelOf = (name: string): ReadModel => catalog.named(name).model;
  for (const write of writes) assertWriteFits(write, modelOf);
  const identified = writes.filter(changesSomething).map((write) => identify(write, catalog));
  for (const { write, row, source, signature } of withoutSupersededWrites(identified, catalog)) {
    const [changed, read] = [lastTouched.get(row) ?? 0, lastTouched.get(source ?? row) ?? 0];
    const index = placeIn(stages, signature, Math.max(changed, read));
    stages[index]?.writes.push(write);
    lastTouched.set(row, index);
    if (source !== undefined) lastTouched.set(source, index);
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
  for (let index = earliest; index < stages.length; index += 1) {
    if (stages[index]?.signature === signature) return index;
  }
  return stages.push({ signature, writes: [] }) - 1;
}

function toStage(writes: readonly ReadModelWrite[]): WriteStage {
  const [first] = writes;
  if (first === undefined) throw new RangeError('A stage has at least one write.');
  return { op: first.op, model: first.model, writes } as WriteStage;
}
