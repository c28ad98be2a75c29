import type { Open } from '../../frame/row.js';
import type { OpenStore } from '../compared-store.js';
import { newStreams } from '../plain-events.js';
import { concurrently } from '../../measure/concurrently.js';

const streams = 20;

/** Loads streams of `length` events whole, `waiting` calls at once. */
export function loading(length: number, waiting: number) {
  return (openStore: OpenStore): Open =>
    async (config) => {
      const store = await openStore(config);
      const ready = newStreams(streams, length);
      for (const stream of ready) await store.append(stream);
      const loadNth = async (nth: number): Promise<void> => {
        const found = await store.load(ready[nth % streams]?.streamId ?? '');
        if (found.length !== length) throw new Error(`a stream has ${String(found.length)} events`);
      };
      return {
        async run({ size }) {
          const total = Math.ceil(size / length);
          await concurrently({ total, waiting }, loadNth);
          return { count: total * length };
        },
        close: () => store.close(),
      };
    };
}
