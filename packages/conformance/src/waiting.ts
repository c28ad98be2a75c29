import { AssertionError } from 'node:assert/strict';
import type { Clock } from '@foldmart/core';

/** How patiently to wait for what an adapter does by itself. */
export interface WaitOptions {
  /** Default 30,000. */
  readonly withinMs?: number;
  /** Says what was seen instead, for the error. */
  readonly seen?: () => unknown;
}

const defaultWaitMs = 30_000;
const pollMs = 10;

/** Polls until `isTrue` says so; rejects with an AssertionError naming `what` when the time is up. */
export async function waitUntil(
  clock: Clock,
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  { withinMs = defaultWaitMs, seen }: WaitOptions = {},
): Promise<void> {
  const deadline = clock.monotonic() + withinMs;
  while (!(await isTrue())) {
    if (clock.monotonic() >= deadline) {
      const instead = seen === undefined ? '' : `; seen: ${JSON.stringify(seen())}`;
      throw new AssertionError({ message: `not within ${withinMs} ms: ${what}${instead}` });
    }
    await clock.sleep(pollMs);
  }
}

const graceMs = 50;

/** Time for what must not happen to happen: its absence cannot be polled for. */
export async function grace(clock: Clock, delayMs = graceMs): Promise<void> {
  await clock.sleep(delayMs);
}
