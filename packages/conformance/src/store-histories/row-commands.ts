import assert from 'node:assert/strict';
import type { LogPosition, Row, StoredEvent } from '@foldmart/core';
import { idsOf } from '../event-store/log-follower.js';
import { ReferenceRows } from '../projection-store/reference-rows.js';
import { byKey } from '../rebuild-store/expected-rows.js';
import { fold } from '../rebuild-store/rebuilding.js';
import { retrying } from '../retrying.js';
import {
  behind,
  command,
  instanceOf,
  type StoreCommand,
  type StoreModel,
  type StoreUnderTest,
} from './history.js';
import { historyModels, notedProjection, seenProjection } from './noted-projections.js';

/** The process advances the asynchronous projection by a page. Resolves with whether there was one. */
export async function moveBackground(
  real: StoreUnderTest,
  by: number,
  limit: number,
): Promise<boolean> {
  const { events, projections } = instanceOf(real, by);
  const from = await projections.checkpoint(seenProjection);
  const page = await events.readAll({ ...behind(from), limit });
  if (page.next === undefined || page.events.length === 0) return false;
  const writes = fold([seenProjection], page.events);
  const step = { projection: seenProjection, from, to: page.next, writes };
  const isMoved = await retrying(real.clock, () => projections.advance(step));
  assert.equal(isMoved, true, 'no other process moves it');
  return true;
}

/** The process advances the asynchronous projection. */
export function background(by: number, limit: number): StoreCommand {
  return command(`process ${by} projects ${limit} in the background`, async (_model, real) => {
    await moveBackground(real, by, limit);
  });
}

/** All rows equal the fold of the log: inline rows of the whole log, the others up to the checkpoint. */
export function compareRows(by: number): StoreCommand {
  return command(`process ${by} compares all rows`, (model, real) => assertRows(model, real, by));
}

/** See {@link compareRows}. */
export async function assertRows(
  { streams }: StoreModel,
  real: StoreUnderTest,
  by: number,
): Promise<void> {
  const { events, rows, checkpoint } = await lookAt(real, by);
  assert.deepEqual(idsOf(events).sort(), idsOf([...streams.values()].flat()).sort());
  const seen = events.findIndex(({ position }) => position === checkpoint) + 1;
  const reference = new ReferenceRows(historyModels);
  for (const write of [
    ...real.earlierWrites,
    ...fold([notedProjection], events),
    ...fold([seenProjection], events.slice(0, seen)),
  ]) {
    reference.apply(write);
  }
  for (const [index, model] of historyModels.entries()) {
    assert.deepEqual(byKey(model, rows[index] ?? []), byKey(model, reference.rows(model)));
  }
}

interface AuditedHistory {
  readonly events: readonly StoredEvent[];
  readonly rows: readonly (readonly Row[])[];
  readonly checkpoint: LogPosition | undefined;
}

function lookAt(real: StoreUnderTest, by: number): Promise<AuditedHistory> {
  return instanceOf(real, by).audit.audit(async (view) => {
    const { events } = await view.readAll({ ...behind(real.after), limit: 1_000 });
    const rows: (readonly Row[])[] = [];
    for (const model of historyModels) rows.push(await view.scan(model, { limit: 100 }));
    return { events, rows, checkpoint: await view.checkpoint(seenProjection) };
  });
}
