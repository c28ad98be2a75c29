import assert from 'node:assert/strict';
import { isPortError, type EventEnvelope } from '@foldmart/core';
import { inBackground } from '../background.js';
import { assertResults } from '../event-store/append-results.js';
import { opening } from '../event-store/ingest-items.js';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import {
  acquired,
  bookStream,
  catalogueFeesModel,
  cataloguePlan,
  lent,
  lentTimes,
} from '../sample-domain/index.js';
import { portErrorOf } from '../rejections.js';
import { retrying } from '../retrying.js';
import type { ConformanceCase } from '../suite.js';
import { grace } from '../waiting.js';
import { appendAll, catalogueScene, earlyEvents, holdOld } from './catalogue-scene.js';
import { assertRowsOfLog } from './expected-rows.js';
import { rebuild, Rebuilding } from './rebuilding.js';

const plan = cataloguePlan(2);
const fenced = { reason: 'unavailable', code: 'projection-version' } as const;

const heldEnds = [
  {
    name: 'an append that is held during the swap is in the new rows, once, if it commits',
    end: 'commit',
    version: 6,
    fees: '0.8',
  },
  {
    name: 'an append that is held during the swap is not in the new rows if it is rolled back',
    end: 'rollback',
    version: 5,
    fees: '0.6',
  },
] as const;

export const writerCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'before the swap, only the old program can append; after it, only the new one',
    async run(harness) {
      const { old, upgraded } = await catalogueScene(harness);
      await portErrorOf(appendAll(upgraded, [acquired('x')]), fenced);
      const rebuilding = new Rebuilding(harness.clock, upgraded, plan);
      await rebuilding.begin();
      await rebuilding.foldAll();
      await portErrorOf(appendAll(upgraded, [acquired('x')]), fenced);
      await appendAll(old, [acquired('d')]);
      await rebuilding.run();
      await portErrorOf(appendAll(old, [acquired('x')]), fenced);
      await portErrorOf(old.events.ingest({ items: [opening('x')] }), fenced);
      await appendAll(upgraded, [acquired('e')]);
      await upgraded.events.ingest({ items: [opening('f')] });
      assert.equal((await upgraded.events.readStream(bookStream('x'))).version, 0);
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  },
  {
    name: 'events that are appended between the steps of a rebuild are in the new rows, once',
    async run(harness) {
      const { old, upgraded } = await catalogueScene(harness);
      const rebuilding = new Rebuilding(harness.clock, upgraded, plan, 2);
      await rebuilding.begin();
      for (let nth = 4; nth < 12; nth += 1) {
        await appendAll(old, [lent('a', nth)]);
        await old.events.ingest({ items: [opening(`new-${nth}`)] });
        await rebuilding.fold();
      }
      await rebuilding.run();
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  },
  {
    name: 'an append that started before a rebuild and commits during it is in the new rows, once',
    async run(harness) {
      const { old, upgraded } = await catalogueScene(harness);
      const slow = await holdOld(harness, [acquired('slow'), lent('slow', 1)]);
      await appendAll(old, [acquired('fast')]);
      const rebuilding = new Rebuilding(harness.clock, upgraded, plan, 2);
      await rebuilding.begin();
      await rebuilding.foldAll();
      await slow.commit();
      await rebuilding.run();
      await assertFees(upgraded, 'slow', '0.2');
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  },
  ...heldEnds.map(({ name, end, version, fees }) => ({
    name,
    async run(harness: EventStoreHarness) {
      const { old, upgraded } = await catalogueScene(harness);
      const rebuilding = new Rebuilding(harness.clock, upgraded, plan);
      await rebuilding.begin();
      await rebuilding.foldAll();
      const slow = await holdOld(harness, [lent('a', 4)]);
      await appendAll(old, [lent('b', 2)]);
      const finishing = inBackground(rebuilding.run());
      await grace(harness.clock);
      await slow[end]();
      await finishing;
      assert.equal((await upgraded.events.readStream(bookStream('a'))).version, version);
      await assertFees(upgraded, 'a', fees);
      await assertFees(upgraded, 'b', '0.4');
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  })),
  {
    name: 'an append that the new program retries after the swap changes no row',
    async run(harness) {
      const { upgraded } = await catalogueScene(harness);
      await rebuild(harness.clock, upgraded, plan);
      const streamId = bookStream('a');
      const again = earlyEvents.filter(({ data }) => data['book'] === 'a');
      const results = await upgraded.events.append([
        { streamId, expectedVersion: 'no-stream', events: again },
      ]);
      assertResults(results, [{ streamId, version: 5, appended: 0, duplicates: 5 }]);
      await assertFees(upgraded, 'a', '0.6');
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  },
  {
    name: 'writers of both versions race with the swap: each event is in the log and in the rows once',
    timeoutMs: 120_000,
    async run(harness) {
      const { old, upgraded } = await catalogueScene(harness);
      const books = ['p', 'q', 'r', 's'];
      const later = books.slice(2).map((book) => lentTimes(book, 1, 15));
      const handedOver = inBackground(
        Promise.all(
          books.slice(0, 2).map(async (book) => {
            const rest = await appendUntilFenced(harness, old, lentTimes(book, 1, 60));
            await appendRetrying(harness, upgraded, rest);
          }),
        ),
      );
      const upgrading = inBackground(
        Promise.all(later.map((events) => appendRetrying(harness, upgraded, events))),
      );
      await new Rebuilding(harness.clock, upgraded, plan, 5).run();
      await handedOver;
      await upgrading;
      for (const [book, fees] of [['p', '12'] as const, ['s', '3'] as const]) {
        await assertFees(upgraded, book, fees);
      }
      await assertRowsOfLog(harness, upgraded, plan.projections);
    },
  },
];

/** Appends as an old program until it is fenced. Returns the events that it could not append. */
async function appendUntilFenced(
  { clock }: EventStoreHarness,
  instance: StoreInstance,
  events: readonly EventEnvelope[],
): Promise<readonly EventEnvelope[]> {
  for (const [nth, event] of events.entries()) {
    try {
      await retrying(clock, () => unlessFenced(appendAll(instance, [event])));
    } catch (error) {
      if (error instanceof FencedOff) return events.slice(nth);
      throw error;
    }
    await clock.sleep(1);
  }
  return [];
}

/** Stops a writer: its retryable error is not retried after the rows have been rebuilt. */
class FencedOff extends Error {}

async function unlessFenced(appending: Promise<void>): Promise<void> {
  try {
    await appending;
  } catch (error) {
    if (isPortError(error) && error.code === 'projection-version') throw new FencedOff();
    throw error;
  }
}

async function appendRetrying(
  { clock }: EventStoreHarness,
  instance: StoreInstance,
  events: readonly EventEnvelope[],
): Promise<void> {
  for (const event of events) await retrying(clock, () => appendAll(instance, [event]));
}

async function assertFees(
  { readModels }: StoreInstance,
  book: string,
  fees: string,
): Promise<void> {
  const row = await readModels.get(catalogueFeesModel, { book });
  assert.equal(row?.['fees'], fees, `the fees of ${book}`);
}
