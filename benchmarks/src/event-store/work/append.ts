import type { Open } from '../../frame/row.js';
import type { NewStream, OpenStore } from '../compared-store.js';
import { newStream, newStreams } from '../plain-events.js';
import { concurrently } from '../../measure/concurrently.js';

/** Appends new streams of `length` events each, `waiting` calls at once. */
export function appending(length: number, waiting: number) {
  return (openStore: OpenStore): Open =>
    async (config) => {
      const store = await openStore(config);
      let ready: readonly NewStream[] = [];
      return {
        async prepare({ size }) {
          ready = newStreams(Math.ceil(size / length), length);
        },
        async run() {
          const total = ready.length;
          await concurrently({ total, waiting }, (nth) =>
            store.append(ready[nth - 1] ?? newStream(length)),
          );
          return { count: total * length };
        },
        close: () => store.close(),
      };
    };
}

/** Appends an event to each of `streams` new streams in one call, one call after another. */
export function appendingTogether(streams: number) {
  return (openStore: OpenStore): Open =>
    async (config) => {
      const store = await openStore(config);
      return {
        async run({ size }) {
          const calls = Math.ceil(size / streams);
          for (let call = 0; call < calls; call += 1) {
            await store.appendAll(newStreams(streams, 1));
          }
          return { count: calls * streams };
        },
        close: () => store.close(),
      };
    };
}
