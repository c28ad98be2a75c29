import assert from 'node:assert/strict';
import { isPortError, type Row } from '@foldmart/core';
import { whileGoingOn } from '../background.js';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import {
  acquired,
  catalogueBooksModel,
  catalogueFeesModel,
  catalogueModels,
  cataloguePlan,
  lent,
} from '../sample-domain/index.js';
import { retrying } from '../retrying.js';
import type { ConformanceCase } from '../suite.js';
import { appendAll, assertEdition, catalogueScene } from './catalogue-scene.js';
import { assertRowsOfLog } from './expected-rows.js';
import { Rebuilding } from './rebuilding.js';

const plan = cataloguePlan(2);

export const readerCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'until the swap, readers see the old rows, including those of new appends',
    async run(harness) {
      const { old, upgraded } = await catalogueScene(harness);
      const rebuilding = new Rebuilding(harness.clock, upgraded, plan, 2);
      await rebuilding.begin();
      let nth = 3;
      do {
        nth += 1;
        await appendAll(old, [lent('a', nth)]);
        await assertEdition(old, 1);
        await assertEdition(upgraded, 1);
        const fees = await old.readModels.get(catalogueFeesModel, { book: 'a' });
        assert.equal(Number(fees?.['fees']), nth / 10);
      } while ((await rebuilding.fold()) && nth < 12);
      await rebuilding.run();
      await assertEdition(upgraded, 2);
    },
  },
  {
    name: 'readers during the swap see either old or new rows in all models, and never old rows after new ones',
    timeoutMs: 120_000,
    async run(harness) {
      const { upgraded } = await catalogueScene(harness);
      const reader = await harness.open(plan.projections);
      const look = watching(harness, reader);
      const rebuilding = new Rebuilding(harness.clock, upgraded, plan, 2).run();
      await whileGoingOn(harness.clock, rebuilding, look);
      await look();
      assert.equal(await auditedEdition(harness, reader), 2);
    },
  },
  {
    name: 'an audit that started before a swap sees its own moment, or is told to retry',
    async run(harness) {
      const { old, upgraded } = await catalogueScene(harness);
      const rebuilding = new Rebuilding(harness.clock, upgraded, plan);
      await rebuilding.begin();
      await rebuilding.foldAll();
      const auditing = old.audit.audit(async (view) => {
        assert.ok((await view.count()) > 0);
        await finishOnce(upgraded, rebuilding);
        const rows = await view.scan(catalogueBooksModel, { limit: 100 });
        assert.deepEqual(editionsOf(rows), [1, 1, 1]);
      });
      await unlessRetryable(auditing);
      await rebuilding.run();
      await assertEdition(old, 2);
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  },
  {
    name: 'after the swap, another program reads the same rows as the one that made it',
    async run(harness) {
      const { old, upgraded } = await catalogueScene(harness);
      await assertEdition(old, 1);
      await new Rebuilding(harness.clock, upgraded, plan).run();
      await appendAll(upgraded, [acquired('d'), lent('d', 1)]);
      const late = await harness.open(plan.projections);
      for (const model of catalogueModels) {
        const rows = await upgraded.readModels.scan(model, { limit: 100 });
        assert.deepEqual(await old.readModels.scan(model, { limit: 100 }), rows);
        assert.deepEqual(await late.readModels.scan(model, { limit: 100 }), rows);
      }
    },
  },
];

/** Attempts the swap once. It succeeds, or a reader blocks it. */
async function finishOnce({ rebuilds }: StoreInstance, { position }: Rebuilding): Promise<void> {
  await unlessRetryable(
    rebuilds.finish(plan, position).then((answer) => {
      assert.equal(answer, 'done');
    }),
  );
}

async function unlessRetryable(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isPortError(error) || !error.isRetryable) throw error;
  }
}

/** Reads with an audit and directly. There is one edition at a time, and it never decreases. */
function watching(harness: EventStoreHarness, instance: StoreInstance): () => Promise<void> {
  let edition = 1;
  const atLeast = (seen: number): void => {
    assert.ok(seen >= edition, `edition ${seen} after ${edition}`);
    edition = seen;
  };
  return async () => {
    atLeast(await auditedEdition(harness, instance));
    for (const model of [catalogueBooksModel, catalogueFeesModel]) {
      atLeast(theEdition(await instance.readModels.scan(model, { limit: 100 })));
    }
  };
}

/** The single edition of all books and fees at one moment. */
async function auditedEdition(
  { clock }: EventStoreHarness,
  { audit }: StoreInstance,
): Promise<number> {
  const rows = await retrying(clock, () =>
    audit.audit(async (view) => [
      ...(await view.scan(catalogueBooksModel, { limit: 100 })),
      ...(await view.scan(catalogueFeesModel, { limit: 100 })),
    ]),
  );
  return theEdition(rows);
}

function theEdition(rows: readonly Row[]): number {
  const editions = new Set(editionsOf(rows));
  assert.equal(editions.size, 1, `one edition: ${JSON.stringify(rows)}`);
  const [edition] = editions;
  return Number(edition);
}

function editionsOf(rows: readonly Row[]): readonly unknown[] {
  return rows.map((row) => row['edition']);
}
