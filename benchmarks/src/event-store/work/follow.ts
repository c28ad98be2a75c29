import { setTimeout as sleep } from 'node:timers/promises';
import type { Open } from '../../frame/row.js';
import type { ComparedStore, OpenStore } from '../compared-store.js';
import { newStreams } from '../plain-events.js';

const pageSize = 500;
const streamLength = 100;
const streamsAtOnce = 100;
const longestWaitMs = 120_000;

/** Reads a log of `size` events from its start to its end, in pages of 500. */
export function following(openStore: OpenStore): Open {
  return async (config) => {
    const store = await openStore(config);
    const total = (await countEvents(store)) + (await fill(store, config.size));
    await untilVisible(store, total);
    return {
      async run() {
        const count = await countEvents(store);
        if (count !== total) throw new Error(`the log has ${String(count)} events`);
        return { count };
      },
      close: () => store.close(),
    };
  };
}

async function countEvents(store: ComparedStore): Promise<number> {
  let count = 0;
  await store.follow(pageSize, (events) => {
    count += events.length;
  });
  return count;
}

/** A log without gaps shows its newest events only when older transactions have ended. */
async function untilVisible(store: ComparedStore, total: number): Promise<void> {
  const startedAt = performance.now();
  while ((await countEvents(store)) < total) {
    if (performance.now() - startedAt > longestWaitMs) throw new Error('the log is not visible');
    await sleep(50);
  }
}

async function fill(store: ComparedStore, size: number): Promise<number> {
  const streams = Math.ceil(size / streamLength);
  for (let done = 0; done < streams; done += streamsAtOnce) {
    await store.appendAll(newStreams(Math.min(streamsAtOnce, streams - done), streamLength));
  }
  return streams * streamLength;
}
