import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { NewStream } from '../event-store/compared-store.js';
import { newStream } from '../event-store/plain-events.js';
import type { OpenContender } from '../frame/row.js';
import { percentilesOf } from '../measure/percentiles.js';

const longestMs = 30_000;
const query = { name: 'visible', text: 'SELECT 1 FROM customers WHERE user_id = $1' };

/** Appends an order of a new customer, and times from the end of the append until the customer's row is there. */
export function untilVisible(
  pool: pg.Pool,
  append: (stream: NewStream) => Promise<unknown>,
  close: () => Promise<unknown>,
): OpenContender {
  return {
    async run({ size }) {
      const times: number[] = [];
      for (let nth = 0; nth < size; nth += 1) {
        // So that appends meet the polling of followers at any time of its interval.
        await sleep(Math.random() * 50);
        const stream = newStream(1, randomUUID());
        await append(stream);
        times.push(await timeUntilVisible(pool, stream.streamId));
      }
      return { count: size, values: percentilesOf(times) };
    },
    async close() {
      await close();
      await pool.end();
    },
  };
}

async function timeUntilVisible(pool: pg.Pool, user: string): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const { rowCount } = await pool.query({ ...query, values: [user] });
    const elapsed = performance.now() - startedAt;
    if (rowCount === 1) return elapsed;
    if (elapsed > longestMs) throw new Error('the read model does not show an event');
    await sleep(1);
  }
}
