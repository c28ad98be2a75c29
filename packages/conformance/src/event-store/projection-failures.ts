import assert from 'node:assert/strict';
import {
  projectionFailuresModel,
  type IngestItem,
  type Projection,
  type ReadModelWrite,
} from '@foldmart/core';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import { portErrorOf } from '../rejections.js';
import {
  acquired,
  booksModel,
  booksProjection,
  bookStream,
  sourceAt,
} from '../sample-domain/index.js';
import { LogFollower } from './log-follower.js';
import { assertResults } from './append-results.js';
import type { ConformanceCase } from '../suite.js';
import { opening } from './ingest-items.js';

/** Ways for an inline projection to fail, for the book `bad` or for every book. */
const faults: Readonly<Record<string, (title: unknown) => readonly ReadModelWrite[]>> = {
  'a projection that throws': () => {
    throw new TypeError('there is no such shelf');
  },
  'a value that does not fit its column': (title) => [
    { op: 'insert', model: 'library_books', row: { book: title, price: 'a lot' } },
  ],
  'a read model that no projection declares': () => [
    { op: 'insert', model: 'library_shelves', row: { shelf: 1 } },
  ],
};

const refusal = { reason: 'rejected', code: 'projection-failed' } as const;

export const projectionFailureCases: readonly ConformanceCase<EventStoreHarness>[] = Object.entries(
  faults,
).flatMap(([what, project]) => [
  {
    name: `${what} for every event rejects whole batches, and parks nothing`,
    run: (harness: EventStoreHarness) => refuseBatches(harness, { ...booksProjection, project }),
  },
  {
    name: `${what} for one event rejects its whole batch, and parks nothing`,
    async run(harness: EventStoreHarness) {
      await refuseBatches(harness, failingFor('bad', project));
    },
  },
  {
    name: `${what} rejects an append for good, until a program without it appends`,
    async run(harness: EventStoreHarness) {
      const failing = await harness.open([failingFor('bad', project)]);
      const append = { streamId: bookStream('bad'), expectedVersion: 0 } as const;
      const appends = [{ ...append, events: [acquired('bad')] }];
      const error = await portErrorOf(failing.events.append(appends), refusal);
      assert.equal(error.isRetryable, false);
      assert.ok(error.hint, 'the error has a hint');
      await assertNothing(failing);
      const mended = await harness.open([booksProjection]);
      assertResults(await mended.events.append(appends), [
        { streamId: append.streamId, version: 1, appended: 1, duplicates: 0 },
      ]);
      assert.equal(await mended.readModels.count(booksModel), 1);
    },
  },
]);

export const skippingProjectionCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a projection that may skip events takes the others, and its failures become rows',
    async run(harness) {
      const throwing = failingFor('bad', () => {
        throw new TypeError('there is no such shelf');
      });
      const { events, readModels } = await harness.open([{ ...throwing, onFailure: 'skip' }]);
      const { outcomes } = await events.ingest({ items: batchOf('good', 'bad', 'fine') });
      assert.deepEqual(outcomes, ['appended', 'appended', 'appended']);
      const rows = await readModels.scan(booksModel, { limit: 10 });
      assert.deepEqual(rows.map(({ book }) => book).sort(), ['fine', 'good']);
      assert.equal(await readModels.count(projectionFailuresModel), 1);
    },
  },
  {
    name: 'a projection that throws does not see duplicates',
    async run(harness) {
      const sound = await harness.open([booksProjection]);
      const items = batchOf('good', 'bad');
      await sound.events.ingest({ items });
      const project = (): never => {
        throw new TypeError('there is no such shelf');
      };
      const failing = await harness.open([{ ...booksProjection, project }]);
      const { outcomes } = await failing.events.ingest({ items });
      assert.deepEqual(outcomes, ['duplicate', 'duplicate']);
    },
  },
];

function failingFor(
  book: string,
  fault: (title: unknown) => readonly ReadModelWrite[],
): Projection {
  return {
    ...booksProjection,
    project: (event) =>
      event.data['book'] === book ? fault(event.data['title']) : booksProjection.project(event),
  };
}

function batchOf(...books: readonly string[]): readonly IngestItem[] {
  return books.map((book, index) => ({ ...opening(book), source: sourceAt(index) }));
}

/** Batches of any size are rejected completely. Once the projection is fixed, each event is recorded once. */
async function refuseBatches(harness: EventStoreHarness, projection: Projection): Promise<void> {
  const failing = await harness.open([projection]);
  const others = Array.from({ length: 20 }, (_, nth) => `other-${nth}`);
  const letters = [{ source: sourceAt(99), reason: 'malformed', detail: '', attempts: 1 } as const];
  const batches = [batchOf('bad', ...others), batchOf('good', 'bad'), batchOf('bad')];
  for (const items of batches) {
    const error = await portErrorOf(
      failing.events.ingest({ items, deadLetters: letters }),
      refusal,
    );
    assert.match(error.message, /library_books|library_shelves/);
    await assertNothing(failing);
  }
  const mended = await harness.open([booksProjection]);
  for (const items of batches) await mended.events.ingest({ items });
  const follower = new LogFollower(mended.events);
  const recorded = await follower.readUntil(harness.clock, others.length + 2);
  assert.equal(recorded.length, others.length + 2);
  assert.equal(await mended.readModels.count(booksModel), others.length + 2);
  assert.deepEqual(await mended.deadLetters.list(), []);
}

async function assertNothing({ events, deadLetters, readModels }: StoreInstance): Promise<void> {
  assert.deepEqual((await events.readAll({ limit: 10 })).events, [], 'nothing is recorded');
  assert.deepEqual(await deadLetters.list(), [], 'nothing is parked');
  assert.equal(await readModels.count(booksModel), 0, 'nothing is projected');
}
