import assert from 'node:assert/strict';
import type { EventStore } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { grace, waitUntil } from '../waiting.js';
import { opening } from './ingest-items.js';

export const announcingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a listener is called after another instance has committed, also after the last of many appends',
    async run(harness) {
      const [own, other] = [await harness.open([]), await harness.open([])];
      const books = Array.from({ length: 20 }, (_none, place) => `b${String(place)}`);
      const announced = listenFor(own.events, [acquired('b0').id, acquired('b19').id]);
      await announced.isListening(harness, () => appendBook(other.events, 'a'));
      for (const book of books) await appendBook(other.events, book);
      await announced.untilFound(harness);
    },
  },
  {
    name: 'a listener is called after its own instance has committed, whichever way',
    async run(harness) {
      const { events } = await harness.open([]);
      const appended = listenFor(events, [acquired('a').id]);
      await appendBook(events, 'a');
      await appended.untilFound(harness);
      const item = opening('b');
      const ingested = listenFor(events, [item.event.id]);
      await events.ingest({ items: [item] });
      await ingested.untilFound(harness);
    },
  },
  {
    name: 'a listener that was stopped is not called while others are, and none after a close',
    async run(harness) {
      const [{ events }, other] = [await harness.open([]), await harness.open([])];
      const calls = { stopped: 0, kept: 0, late: 0 };
      const stop = events.onAppended(() => (calls.stopped += 1));
      events.onAppended(() => (calls.kept += 1));
      stop();
      stop();
      const { stopped } = calls;
      await appendBook(events, 'a');
      await waitUntil(harness.clock, 'the other listener is called', () => calls.kept > 0, {
        withinMs,
      });
      assert.equal(calls.stopped, stopped);
      await events.close();
      const { kept } = calls;
      events.onAppended(() => (calls.late += 1))();
      await appendBook(other.events, 'b');
      await grace(harness.clock);
      assert.deepEqual(calls, { stopped, kept, late: 0 });
    },
  },
];

async function appendBook(events: EventStore, book: string): Promise<void> {
  const streamId = bookStream(book);
  await events.append([{ streamId, expectedVersion: 0, events: [acquired(book)] }]);
}

interface Announced {
  /** Resolves when a listener is called for events that others append. */
  isListening(harness: EventStoreHarness, append: () => Promise<void>): Promise<void>;
  /** Resolves when a call has found each of the events, so it came after their commit. */
  untilFound(harness: EventStoreHarness): Promise<void>;
}

/** Looks for events at each call of a listener, and at no other time. */
function listenFor(events: EventStore, ids: readonly string[]): Announced {
  let calls = 0;
  const found = new Set<string>();
  events.onAppended(() => {
    calls += 1;
    void events.findIds(ids).then((there) => {
      for (const id of there) found.add(id);
    });
  });
  return {
    async isListening({ clock }, append) {
      await append();
      await waitUntil(clock, 'the listener is called', () => calls > 0, { withinMs });
    },
    async untilFound({ clock }) {
      await waitUntil(
        clock,
        'the listener is called after each commit',
        () => found.size === ids.length,
        {
          withinMs,
        },
      );
    },
  };
}

const withinMs = 5_000;
