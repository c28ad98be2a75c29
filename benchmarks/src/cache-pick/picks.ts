import type { OpenContender } from '../frame/row.js';
import { concurrently } from '../measure/concurrently.js';

/** How many users are cached. */
export const cachedUsers = 1_000;

/** Entities that are fetched together if picks are fetched ahead. */
export const prefetched = 100;

/** Picks users in calls of `together` each, one call after another. */
export function picking(
  together: number,
  pick: () => Promise<number>,
  close: () => Promise<unknown>,
): OpenContender {
  return {
    async run({ size }) {
      let count = 0;
      const total = Math.ceil(size / together);
      await concurrently({ total, waiting: 1 }, async () => {
        count += await pick();
      });
      if (count !== total * together) throw new Error(`only ${String(count)} users were picked`);
      return { count };
    },
    async close() {
      await close();
    },
  };
}
