import { setTimeout as sleep } from 'node:timers/promises';
import type { NewStream } from '../event-store/compared-store.js';
import { newStreams } from '../event-store/plain-events.js';

const length = 100;
const together = 100;
const longestWaitMs = 120_000;

/** Appends orders of customers, 100 each; resolves with how many there are once readers see them all. */
export async function fillStreams(
  orders: number,
  append: (streams: readonly NewStream[]) => Promise<unknown>,
  countVisible: () => Promise<number>,
): Promise<number> {
  const streams = Math.max(1, Math.round(orders / length));
  for (let done = 0; done < streams; done += together) {
    await append(newStreams(Math.min(together, streams - done), length));
  }
  await untilVisible(streams * length, countVisible);
  return streams * length;
}

/** A log without gaps shows its newest events only when older transactions have ended. */
export async function untilVisible(
  events: number,
  countVisible: () => Promise<number>,
): Promise<void> {
  const startedAt = performance.now();
  while ((await countVisible()) < events) {
    if (performance.now() - startedAt > longestWaitMs) throw new Error('the log is not visible');
    await sleep(50);
  }
}
