import assert from 'node:assert/strict';
import type { EventEnvelope, StreamRange } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { bookStream, lent, lentTimes } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { assertStream } from './stream-contents.js';

const stream = bookStream('a');
const length = 5;

export const readStreamCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a stream that does not exist is empty, at version 0',
    async run(harness) {
      const { events } = await harness.open([]);
      const slice = await events.readStream(stream);
      assert.deepEqual(slice, { streamId: stream, version: 0, events: [] });
    },
  },
  {
    name: 'every range of a stream can be read, forwards and backwards',
    async run(harness) {
      const { events } = await harness.open([]);
      const all = lentTimes('a', 1, length);
      await events.append([{ streamId: stream, expectedVersion: 0, events: all }]);
      for (const range of ranges()) {
        const slice = await events.readStream(stream, range);
        assert.deepEqual(
          slice.events.map(({ streamVersion, id }) => ({ streamVersion, id })),
          expectedPart(all, range),
          JSON.stringify(range),
        );
        assert.equal(slice.version, length, `the version beside ${JSON.stringify(range)}`);
      }
    },
  },
  {
    name: 'a stream shows no event of another stream whose name has the same start or end',
    async run(harness) {
      const { events } = await harness.open([]);
      for (const streamId of [
        'book-a',
        'book-a1',
        'book',
        'xbook-a',
        'BOOK-A',
        'book_a',
        'book%',
      ]) {
        const event = lent('a', 1, { id: `of ${streamId}` });
        await events.append([{ streamId, expectedVersion: 'no-stream', events: [event] }]);
      }
      await assertStream(events, 'book-a', [lent('a', 1, { id: 'of book-a' })]);
      await assertStream(events, 'book%', [lent('a', 1, { id: 'of book%' })]);
    },
  },
  {
    name: 'a reader in another process sees an append as soon as it has resolved',
    async run(harness) {
      const [writer, reader] = [await harness.open([]), await harness.open([])];
      for (const event of lentTimes('a', 1, 10)) {
        await writer.events.append([{ streamId: stream, expectedVersion: 'any', events: [event] }]);
        const { events: latest } = await reader.events.readStream(stream, {
          backwards: true,
          limit: 1,
        });
        assert.deepEqual(latest[0]?.id, event.id);
      }
    },
  },
];

/** Every combination of bounds below, inside and above a stream of {@link length} events. */
function ranges(): readonly StreamRange[] {
  const bounds = [undefined, 1, 3, length, length + 2];
  const limits = [undefined, 1, 3, 99];
  return [false, true].flatMap((backwards) =>
    bounds.flatMap((fromVersion) =>
      bounds.flatMap((toVersion) =>
        limits.map((limit) => ({
          backwards,
          ...(fromVersion === undefined ? {} : { fromVersion }),
          ...(toVersion === undefined ? {} : { toVersion }),
          ...(limit === undefined ? {} : { limit }),
        })),
      ),
    ),
  );
}

function expectedPart(
  all: readonly EventEnvelope[],
  { fromVersion = 1, toVersion = all.length, limit = all.length, backwards }: StreamRange,
): readonly { readonly streamVersion: number; readonly id: string }[] {
  const part = all
    .map(({ id }, index) => ({ streamVersion: index + 1, id }))
    .filter(({ streamVersion }) => streamVersion >= fromVersion && streamVersion <= toVersion);
  return (backwards === true ? part.reverse() : part).slice(0, limit);
}
