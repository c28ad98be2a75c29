import type { OpenContender } from '../frame/row.js';
import { percentilesOf } from '../measure/percentiles.js';
import { setTimeout as sleep } from 'node:timers/promises';

const everyMs = 20;

/** Publishes one message every 20 ms, and times each of them until it arrives. */
export function deliverAtPace(connection: {
  /** Publishes a message with this number. */
  readonly publish: (nth: number) => Promise<unknown>;
  /** Called with the number of each message that arrives. */
  readonly onArrival: (listener: (nth: number) => void) => void;
  readonly close: () => Promise<unknown>;
}): OpenContender {
  let sentAt = new Map<number, number>();
  let arrived = (): void => undefined;
  const times: number[] = [];
  connection.onArrival((nth) => {
    const since = sentAt.get(nth);
    if (since === undefined) return;
    sentAt.delete(nth);
    times.push(performance.now() - since);
    if (sentAt.size === 0) arrived();
  });
  return {
    async run({ number, size }) {
      times.length = 0;
      sentAt = new Map();
      const first = number * 1_000_000;
      const startedAt = performance.now();
      const sending: Promise<unknown>[] = [];
      for (let nth = 0; nth < size; nth += 1) {
        await sleep(Math.max(0, startedAt + nth * everyMs - performance.now()));
        sentAt.set(first + nth, performance.now());
        sending.push(connection.publish(first + nth));
      }
      await Promise.all(sending);
      if (sentAt.size > 0) await new Promise<void>((resolve) => (arrived = resolve));
      return { count: size, values: percentilesOf(times) };
    },
    async close() {
      await connection.close();
    },
  };
}
