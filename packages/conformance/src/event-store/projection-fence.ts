import assert from 'node:assert/strict';
import type { PortError, Projection } from '@foldmart/core';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import {
  acquired,
  bookStream,
  catalogue,
  catalogueActivity,
  catalogueBooksModel,
  shelfmarks,
  shelfmarksModel,
  sourceAt,
} from '../sample-domain/index.js';
import { portErrorOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { opening } from './ingest-items.js';
import { LogFollower } from './log-follower.js';

export const projectionFenceCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a process whose projection is newer than its rows cannot append, and may retry',
    run: (harness) => assertFenced(harness, [catalogue(1)], [catalogue(2)]),
  },
  {
    name: 'a process that lacks a projection of the database cannot append, and may retry',
    run: (harness) =>
      assertFenced(harness, [catalogue(1), shelfmarks(1)], [catalogue(1)], ['shelfmarks']),
  },
  {
    name: 'a process with a projection that was never built from the log cannot append, and other processes can',
    async run(harness) {
      const newcomer = [catalogue(1), shelfmarks(1)];
      await assertFenced(harness, [catalogue(1)], newcomer, ['shelfmarks']);
      const { readModels } = await harness.open(newcomer);
      assert.equal(await readModels.count(shelfmarksModel), 0);
    },
  },
  {
    name: 'processes with the same inline projections append concurrently, in whatever order they list them',
    async run(harness) {
      const one = await harness.open([catalogue(1), shelfmarks(3)]);
      const other = await harness.open([shelfmarks(3), catalogue(1)]);
      await appendBook(one, 'a');
      await appendBook(other, 'b');
      await other.events.ingest({ items: [opening('c')] });
      assert.equal(await one.readModels.count(catalogueBooksModel), 3);
      assert.equal(await one.readModels.count(shelfmarksModel), 3);
    },
  },
  {
    name: 'asynchronous projections, of any version or absent, block no append',
    async run(harness) {
      const sets = [
        [catalogueActivity(1), catalogue(1)],
        [catalogue(1)],
        [catalogue(1), catalogueActivity(2)],
      ];
      const instances: StoreInstance[] = [];
      for (const set of sets) instances.push(await harness.open(set));
      for (const [nth, instance] of instances.entries()) await appendBook(instance, `book-${nth}`);
      assert.equal(await instances[0]?.readModels.count(catalogueBooksModel), 3);
    },
  },
];

/** Lets `current` write the first rows. Then `other` can’t append, and its attempts leave no trace. */
async function assertFenced(
  harness: EventStoreHarness,
  current: readonly Projection[],
  other: readonly Projection[],
  named: readonly string[] = ['catalogue'],
): Promise<void> {
  const writer = await harness.open(current);
  await appendBook(writer, 'before');
  const fenced = await harness.open(other);
  const expected = { reason: 'unavailable', code: 'projection-version' } as const;
  const errors = [
    await portErrorOf(appendBook(fenced, 'a'), expected),
    await portErrorOf(ingestWithLetter(fenced), expected),
  ];
  for (const error of errors) assertSaysWhat(error, named);
  await appendBook(writer, 'after');
  const books = ['before', 'after'].map((book) => bookStream(book));
  const listed = await writer.events.listStreams({ limit: 10 });
  assert.deepEqual(listed.map(({ streamId }) => streamId).sort(), [...books].sort());
  await new LogFollower(writer.events).readUntil(harness.clock, books.length);
  assert.equal(await writer.readModels.count(catalogueBooksModel), books.length);
  assert.deepEqual(await writer.deadLetters.list({ limit: 10 }), []);
}

function assertSaysWhat(error: PortError, named: readonly string[]): void {
  assert.equal(error.isRetryable, true, 'the process may retry later');
  for (const name of named) assert.match(error.message, new RegExp(name));
}

async function appendBook({ events }: StoreInstance, book: string): Promise<void> {
  await events.append([
    { streamId: bookStream(book), expectedVersion: 0, events: [acquired(book)] },
  ]);
}

async function ingestWithLetter({ events }: StoreInstance): Promise<void> {
  await events.ingest({
    items: [opening('b')],
    deadLetters: [{ source: sourceAt(1), reason: 'malformed', detail: 'not JSON', attempts: 1 }],
  });
}
