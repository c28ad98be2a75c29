import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Projection, ReadModel, ReadModelWrite, Row } from '@foldmart/core';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import { runCount } from '../models/run-count.js';
import type { ConformanceCase } from '../suite.js';
import { randomBatches } from './random-writes.js';
import { ReferenceRows } from './reference-rows.js';
import {
  place,
  scriptedProjection,
  shelfChanged,
  shelfModel,
  shelfTallyModel,
} from './shelf-models.js';
import { LogPositions } from './writing.js';

type Batches = readonly (readonly ReadModelWrite[])[];

/** Applies the batches of one run, on a shelf of its own. */
type BatchWriter = (run: number, batches: Batches) => Promise<void>;

export const agreementCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'inline: rows agree with the model over random writes',
    timeoutMs: 300_000,
    run: (harness) => agree(harness, 'inline', inlineBatches),
  },
  {
    name: 'async: rows agree with the model over random writes',
    timeoutMs: 300_000,
    run: (harness) => agree(harness, 'async', asyncBatches),
  },
];

async function agree(
  harness: EventStoreHarness,
  mode: Projection['mode'],
  writerOf: (harness: EventStoreHarness, instance: StoreInstance) => Promise<BatchWriter>,
): Promise<void> {
  const instance = await harness.open([scriptedProjection(mode)]);
  const writeBatches = await writerOf(harness, instance);
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(randomBatches(mode), async (random) => {
      runs += 1;
      const shelf = `run-${runs}`;
      const batches = random.map((writes) => writes.map((write) => onShelf(write, shelf)));
      await writeBatches(runs, batches);
      const reference = new ReferenceRows([shelfModel, shelfTallyModel]);
      for (const write of batches.flat()) reference.apply(write);
      for (const model of [shelfModel, shelfTallyModel]) {
        await assertAgreement(instance, reference, model, shelf);
      }
    }),
    { numRuns: runCount(50) },
  );
}

/** A batch is one append. Each of its events makes one to three writes. */
async function inlineBatches(
  _harness: EventStoreHarness,
  { events }: StoreInstance,
): Promise<BatchWriter> {
  return async (run, batches) => {
    for (const [index, writes] of batches.entries()) {
      const changes = inThrees(writes).map((some, nth) =>
        shelfChanged(`${run}/${index}/${nth}`, some),
      );
      await events.append([{ streamId: `run-${run}`, expectedVersion: 'any', events: changes }]);
    }
  };
}

/** A batch is a step of the projection. */
async function asyncBatches(
  harness: EventStoreHarness,
  { events, projections }: StoreInstance,
): Promise<BatchWriter> {
  const projection = scriptedProjection('async');
  const positions = new LogPositions(harness, events);
  return async (_run, batches) => {
    for (const writes of batches) {
      const to = await positions.next();
      const from = await projections.checkpoint(projection);
      assert.equal(await projections.advance({ projection, from, to, writes }), true);
    }
  };
}

async function assertAgreement(
  { readModels }: StoreInstance,
  reference: ReferenceRows,
  model: ReadModel,
  shelf: string,
): Promise<void> {
  for (let nth = 0; nth <= 3; nth += 1) {
    const key = place(shelf, nth);
    const expected = reference.get(model, key);
    const actual = await readModels.get(model, key);
    assert.deepEqual(compared(model, actual), expected, `${model.name} ${JSON.stringify(key)}`);
  }
}

/** A row without its arrival number, which the store assigns. */
function compared(model: ReadModel, row: Row | undefined): Row | undefined {
  if (row === undefined) return undefined;
  return Object.fromEntries(Object.entries(row).filter(([column]) => column !== model.arrival));
}

function onShelf(write: ReadModelWrite, shelf: string): ReadModelWrite {
  if (write.op === 'insert') return { ...write, row: { ...write.row, shelf } };
  return { ...write, key: { ...write.key, shelf } };
}

function inThrees<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / 3) }, (_, index) =>
    items.slice(3 * index, 3 * index + 3),
  );
}
