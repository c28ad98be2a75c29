import { AssertionError } from 'node:assert/strict';
import type { Clock } from '@foldmart/core';

/** How long to wait for what an adapter does in the background. */
export interface WaitOptions {
  /** Default 30,000. */
  readonly withinMs?: number;
  /** Returns what was seen instead, for the error message. */
  readonly seen?: () => unknown;
}

const defaultWaitMs = 30_000;
const pollMs = 10;

/**
 * Polls until `isTrue` returns true. Rejects with an AssertionError that contains `what` after the
 * time limit.
 */
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

/** Waits long enough for a forbidden event to happen, since its absence cannot be polled for. */
export async function grace(clock: Clock, delayMs = graceMs): Promise<void> {
  await clock.sleep(delayMs);
}
