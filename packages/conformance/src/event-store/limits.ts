import assert from 'node:assert/strict';
import { largestLimit } from '@foldmart/core';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import { letter } from '../dead-letter-store/letters.js';
import { validationErrorOf } from '../rejections.js';
import {
  acquired,
  booksModel,
  booksProjection,
  bookStream,
  lentTimes,
} from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { waitUntilVisible } from './visible.js';

const badLimits = [-1, 0.5, 1e-9, Number.NaN, Infinity, -Infinity, largestLimit + 1, 1e21];
const goodLimits = [0, 1, 3, largestLimit];

type Ask = (instance: StoreInstance, limit: number) => Promise<unknown>;

/** Every call that takes a limit. Each returns the results. */
const lists: Readonly<Record<string, Ask>> = {
  'the events of a stream': async ({ events }, limit) =>
    (await events.readStream(bookStream('a'), { limit })).events,
  'the newest events of a stream': async ({ events }, limit) =>
    (await events.readStream(bookStream('a'), { limit, backwards: true })).events,
  'the log': async ({ events }, limit) => (await events.readAll({ limit })).events,
  'the end of the log': async ({ events }, limit) => (await events.readEnd(limit)).events,
  streams: ({ events }, limit) => events.listStreams({ limit }),
  'dead letters': ({ deadLetters }, limit) => deadLetters.list({ limit }),
  'rows of a read model': ({ readModels }, limit) => readModels.scan(booksModel, { limit }),
  'rows found by an index': ({ readModels }, limit) =>
    readModels.find(booksModel, { index: ['book'], limit }),
  'the log of an audit': ({ audit }, limit) =>
    audit.audit(async (view) => (await view.readAll({ limit })).events),
  'the rows of an audit': ({ audit }, limit) =>
    audit.audit((view) => view.scan(booksModel, { limit })),
};

const versions: Readonly<Record<string, Ask>> = {
  'the first version': ({ events }, fromVersion) =>
    events.readStream(bookStream('a'), { fromVersion }),
  'the last version': ({ events }, toVersion) => events.readStream(bookStream('a'), { toVersion }),
};

export const limitCases: readonly ConformanceCase<EventStoreHarness>[] = [
  ...Object.entries({ ...lists, ...versions }).map(([what, ask]) => ({
    name: `a limit that is not a non-negative integer is rejected: ${what}`,
    async run(harness: EventStoreHarness) {
      const instance = await filled(harness);
      for (const limit of badLimits) {
        const error = await validationErrorOf(ask(instance, limit));
        assert.match(error.message, /must be a whole number from 0/, String(limit));
      }
    },
  })),
  ...Object.entries(lists).map(([what, ask]) => ({
    name: `any other limit is the maximum number of results: ${what}`,
    async run(harness: EventStoreHarness) {
      const instance = await filled(harness);
      const all = await ask(instance, 100);
      assert.ok(Array.isArray(all));
      for (const limit of goodLimits) {
        const found = await ask(instance, limit);
        assert.ok(Array.isArray(found));
        assert.equal(found.length, Math.min(limit, all.length), `at most ${limit}`);
      }
    },
  })),
];

async function filled(harness: EventStoreHarness): Promise<StoreInstance> {
  const instance = await harness.open([booksProjection]);
  const opened = ['a', 'b', 'c', 'd', 'e'].map((book) => ({
    streamId: bookStream(book),
    expectedVersion: 0,
    events: [acquired(book), ...lentTimes(book, 1, 4)],
  }));
  await instance.events.append(opened);
  const letters = opened.map((_append, nth) => letter(nth));
  await instance.deadLetters.park(letters);
  await waitUntilVisible(harness.clock, instance.events);
  return instance;
}
