import assert from 'node:assert/strict';
import type { LogPosition, Projection, ReadModel, Row, StoredEvent } from '@foldmart/core';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import { projectionFailuresModel } from '@foldmart/core';
import { ReferenceRows } from '../projection-store/reference-rows.js';
import { waitUntil } from '../waiting.js';
import { fold } from './rebuilding.js';

/** Asserts that every row equals the fold of the whole log, once asynchronous projections have caught up. */
export async function assertRowsOfLog(
  harness: EventStoreHarness,
  instance: StoreInstance,
  projections: readonly Projection[],
): Promise<void> {
  const background = projections.filter(({ mode }) => mode === 'async');
  for (const projection of background) await catchUp(harness, instance, projection);
  const models = modelsOf(projections);
  const { events, rows } = await instance.audit.audit(async (view) => {
    const log = await view.readAll({ limit: 100_000 });
    const found: (readonly Row[])[] = [];
    for (const model of models) found.push(await view.scan(model, { limit: 100_000 }));
    return { events: log.events, rows: found };
  });
  const reference = referenceRows(projections, models, events);
  for (const [index, model] of models.entries()) {
    const expected = byKey(model, reference.rows(model));
    assert.deepEqual(byKey(model, rows[index] ?? []), expected, `the rows of ${model.name}`);
  }
}

/** Advances an asynchronous projection over every committed event. */
async function catchUp(
  { clock }: EventStoreHarness,
  { events, projections, audit }: StoreInstance,
  projection: Projection,
): Promise<void> {
  const committed = await audit.audit((view) => view.count());
  await waitUntil(clock, `${projection.name} has caught up`, async () => {
    // Counted before the read: an event that becomes visible in between is not folded yet.
    const visible = await events.count();
    const from = await projections.checkpoint(projection);
    const page = await events.readAll({ ...behind(from), limit: 1_000 });
    if (page.next !== undefined && page.events.length > 0) {
      const writes = fold([projection], page.events);
      await projections.advance({ projection, from, to: page.next, writes });
      return false;
    }
    return visible >= committed;
  });
}

function behind(position: LogPosition | undefined): { readonly after?: LogPosition } {
  return position === undefined ? {} : { after: position };
}

function referenceRows(
  projections: readonly Projection[],
  models: readonly ReadModel[],
  events: readonly StoredEvent[],
): ReferenceRows {
  const reference = new ReferenceRows([...models, projectionFailuresModel]);
  for (const write of fold(projections, events)) reference.apply(write);
  return reference;
}

function modelsOf(projections: readonly Projection[]): readonly ReadModel[] {
  const models = projections.flatMap((projection) => projection.models);
  return [...new Map(models.map((model) => [model.name, model])).values()];
}

/** Rows by their keys, in key order. */
export function byKey(model: ReadModel, rows: readonly Row[]): Readonly<Record<string, Row>> {
  const keyed = rows.map(
    (row) => [JSON.stringify(model.key.map((column) => row[column])), row] as const,
  );
  return Object.fromEntries(keyed.sort(([one], [other]) => (one < other ? -1 : 1)));
}
