import type { Open } from '../../frame/row.js';
import { untilVisible } from '../../customers/fill-streams.js';
import type { ComparedStore, OpenStore } from '../compared-store.js';
import { newStreams } from '../plain-events.js';

const pageSize = 1_000;
const streamLength = 100;
const streamsAtOnce = 100;

/** Reads a log of `size` events from its start to its end, in pages of 1,000. The database must be empty before. */
export function following(openStore: OpenStore): Open {
  return async (config) => {
    const store = await openStore(config);
    const total = await fill(store, config.size);
    await untilVisible(total, () => countEvents(store));
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

/** Counts what readers see. */
export async function countEvents(store: ComparedStore): Promise<number> {
  let count = 0;
  await store.follow(pageSize, (events) => {
    count += events.length;
  });
  return count;
}

async function fill(store: ComparedStore, size: number): Promise<number> {
  const streams = Math.ceil(size / streamLength);
  for (let done = 0; done < streams; done += streamsAtOnce) {
    await store.appendAll(newStreams(Math.min(streamsAtOnce, streams - done), streamLength));
  }
  return streams * streamLength;
}
