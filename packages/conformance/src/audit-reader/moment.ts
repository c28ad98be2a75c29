import assert from 'node:assert/strict';
import type { AuditView, LogPosition, Projection, StoredEvent } from '@foldmart/core';
import { whileGoingOn } from '../background.js';
import { idsOf, LogFollower } from '../event-store/log-follower.js';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import {
  acquired,
  bookStream,
  catalogue,
  catalogueActivity,
  catalogueActivityModel,
  catalogueBooksModel,
  catalogueFeesModel,
  lent,
} from '../sample-domain/index.js';
import { retrying } from '../retrying.js';
import type { ConformanceCase } from '../suite.js';

const inline = catalogue(1);
const activity = catalogueActivity(1);
const a = bookStream('a');

export const momentCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'an audit sees one moment, however long it takes and whatever others write meanwhile',
    async run(harness) {
      const { audit, ...instance } = await harness.open([inline, activity]);
      await append(instance, 'a');
      await step(harness, instance, activity, 1);
      await audit.audit(async (view) => {
        const before = await everything(view);
        assert.equal(before.events.length, 1);
        await append(instance, 'b');
        await append(instance, 'c');
        await step(harness, instance, activity, 3);
        assert.deepEqual(await everything(view), before);
        assert.deepEqual(
          await view.rows(catalogueBooksModel, [{ book: 'a' }, { book: 'b' }]),
          before.books,
        );
      });
      const after = await audit.audit(everything);
      assert.equal(after.events.length, 3);
      assert.equal(after.books.length, 3);
    },
  },
  {
    name: 'the first read of an audit does not decide which moment the audit sees',
    async run(harness) {
      const instance = await harness.open([inline, activity]);
      await append(instance, 'a');
      await instance.audit.audit(async (view) => {
        assert.equal(await view.count(), 1);
        await append(instance, 'b');
        assert.equal((await view.scan(catalogueBooksModel, { limit: 10 })).length, 1);
        assert.equal((await view.readAll({ limit: 10 })).events.length, 1);
      });
      await instance.audit.audit(async (view) => {
        assert.equal((await view.scan(catalogueBooksModel, { limit: 10 })).length, 2);
        await append(instance, 'c');
        assert.equal(await view.count(), 2);
      });
    },
  },
  {
    name: 'an audit blocks no other process: others append, follow and step while it runs',
    async run(harness) {
      const [one, other] = [
        await harness.open([inline, activity]),
        await harness.open([inline, activity]),
      ];
      await append(one, 'a');
      await one.audit.audit(async (view) => {
        await everything(view);
        await append(other, 'b');
        await append(one, 'c');
        const seen = await new LogFollower(other.events).readUntil(harness.clock, 3);
        assert.deepEqual(idsOf(seen), idsOf(['a', 'b', 'c'].map((book) => acquired(book))));
        await step(harness, other, activity, 3);
        assert.notEqual(await other.projections.checkpoint(activity), undefined);
      });
    },
  },
  {
    name: 'concurrent audits each see their own moment',
    async run(harness) {
      const { audit, ...instance } = await harness.open([inline]);
      await append(instance, 'a');
      await audit.audit(async (early) => {
        assert.equal(await early.count(), 1);
        await append(instance, 'b');
        await audit.audit(async (late) => {
          assert.equal(await late.count(), 2);
          assert.equal(await early.count(), 1);
        });
        assert.equal(await early.count(), 1);
      });
    },
  },
  {
    name: 'every audit that runs beside writers finds rows and checkpoints that match its events',
    timeoutMs: 120_000,
    async run(harness) {
      const instance = await harness.open([inline, activity]);
      const writer = await harness.open([inline, activity]);
      const writing = lendAndStep(harness, writer, 20);
      await whileGoingOn(harness.clock, writing, () => assertConsistent(instance));
      await assertConsistent(instance);
    },
  },
];

/** Lends a book repeatedly, and moves the asynchronous projection by one event after each loan. */
async function lendAndStep(
  harness: EventStoreHarness,
  instance: StoreInstance,
  loans: number,
): Promise<void> {
  for (let nth = 1; nth <= loans; nth += 1) {
    await retrying(harness.clock, () =>
      instance.events.append([{ streamId: a, expectedVersion: 'any', events: [lent('a', nth)] }]),
    );
    await step(harness, instance, activity, nth);
  }
}

async function assertConsistent({ audit }: StoreInstance): Promise<void> {
  const { events, fees, loans, checkpoint } = await audit.audit(async (view) => {
    const seen = await everything(view);
    const [fee] = await view.scan(catalogueFeesModel, { limit: 10 });
    const [row] = await view.scan(catalogueActivityModel, { limit: 10 });
    return { ...seen, fees: fee?.['fees'] ?? '0', loans: row?.['loans'] ?? 0 };
  });
  assert.equal(Number(fees), events.length / 10, 'fees of all events');
  const followed = events.findIndex(({ position }) => position === checkpoint) + 1;
  assert.equal(loans, followed, 'loans up to the checkpoint');
}

interface Everything {
  readonly events: readonly StoredEvent[];
  readonly books: readonly unknown[];
  readonly checkpoint: LogPosition | undefined;
}

async function everything(view: AuditView): Promise<Everything> {
  const { events } = await view.readAll({ limit: 1_000 });
  assert.equal(await view.count(), events.length);
  const books = await view.scan(catalogueBooksModel, { limit: 1_000 });
  return { events, books, checkpoint: await view.checkpoint(activity) };
}

/** Advances a projection to the `nth` event of the log, in one step. */
async function step(
  harness: EventStoreHarness,
  { events, projections }: Pick<StoreInstance, 'events' | 'projections'>,
  projection: Projection,
  nth: number,
): Promise<void> {
  const log = await new LogFollower(events, 1_000).readUntil(harness.clock, nth);
  const from = await projections.checkpoint(projection);
  const to = log[nth - 1]?.position;
  assert.ok(to !== undefined);
  const start = log.findIndex(({ position }) => position === from) + 1;
  const writes = log
    .slice(start, nth)
    .filter(({ type }) => projection.handles.includes(type))
    .flatMap((event) => projection.project(event));
  assert.equal(await projections.advance({ projection, from, to, writes }), true);
}

async function append({ events }: Pick<StoreInstance, 'events'>, book: string): Promise<void> {
  await events.append([
    { streamId: bookStream(book), expectedVersion: 0, events: [acquired(book)] },
  ]);
}
