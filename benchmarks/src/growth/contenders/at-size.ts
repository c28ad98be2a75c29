import type { EventStore } from '@foldmart/core';
import type { ContenderConfig, Open, OpenContender } from '../../frame/row.js';
import type { NewStream } from '../../event-store/compared-store.js';
import { openFoldmartStore, toEnvelope } from '../../event-store/contenders/foldmart.js';
import { newStreams } from '../../event-store/plain-events.js';
import { fillStreams } from '../../customers/fill-streams.js';
import { concurrently } from '../../measure/concurrently.js';

/** What is done in a log that has some size: with its work, in events. */
type Work = (events: EventStore, size: number) => Promise<number>;

/** Does a work of `size` events in a log that has `factor` times as many at its start. */
export function openAtSize(factor: number, prepare: (events: EventStore) => Promise<Work>): Open {
  return async (config: ContenderConfig): Promise<OpenContender> => {
    const { events, close } = await openFoldmartStore(config);
    await fillStreams(
      config.size * factor,
      (streams) => events.append(streams.map(toAppend)),
      () => events.count(),
    );
    const work = await prepare(events);
    return {
      run: async ({ size }) => ({ count: await work(events, size) }),
      close,
    };
  };
}

/** Appends 10 events to a new stream, 16 calls at once. */
export async function appending(): Promise<Work> {
  return async (events, size) => {
    const ready = newStreams(Math.ceil(size / 10), 10);
    await concurrently({ total: ready.length, waiting: 16 }, (nth) =>
      events.append(ready.slice(nth - 1, nth).map(toAppend)),
    );
    return ready.length * 10;
  };
}

/** Loads streams of 100 events, from all over the log. */
export async function loading(events: EventStore): Promise<Work> {
  const streams = await events.listStreams({ limit: 100_000 });
  return async (store, size) => {
    const total = Math.ceil(size / 100);
    await concurrently({ total, waiting: 1 }, async () => {
      const { streamId = '' } = streams[Math.floor(Math.random() * streams.length)] ?? {};
      await store.readStream(streamId);
    });
    return total * 100;
  };
}

/** Reads the end of the log in pages of 1,000. */
export async function following(): Promise<Work> {
  return async (events, size) => {
    const { next: end } = await events.readEnd(0);
    const [first] = (await events.readEnd(Math.min(size, 100_000))).events;
    let count = 0;
    for (let after = first?.position; after !== undefined && after !== end;) {
      const slice = await events.readAll({ after, limit: 1_000 });
      if (slice.events.length === 0) break;
      count += slice.events.length;
      after = slice.next;
    }
    return Math.max(1, count);
  };
}

/** Ingests batches of 500 events, each for a stream of its own. */
export async function ingesting(): Promise<Work> {
  return async (events, size) => {
    const batches = Math.ceil(size / 500);
    for (let nth = 0; nth < batches; nth += 1) {
      const items = newStreams(500, 1).flatMap(({ streamId, events: own }) =>
        own.map((event) => ({ streamId, startsStream: true, event: toEnvelope(event) })),
      );
      await events.ingest({ items });
    }
    return batches * 500;
  };
}

function toAppend({ streamId, events }: NewStream) {
  return { streamId, expectedVersion: 0, events: events.map(toEnvelope) };
}
