import type { Clock } from '@foldmart/core';

/** Polls `isTrue` every `pollMs` until it holds, the deadline passes or the signal aborts; returns whether it held. */
export async function waitUntil(
  isTrue: () => boolean | Promise<boolean>,
  options: {
    readonly clock: Clock;
    readonly pollMs: number;
    readonly deadlineMs?: number;
    readonly signal?: AbortSignal;
  },
): Promise<boolean> {
  const { clock, pollMs, deadlineMs = Number.POSITIVE_INFINITY, signal } = options;
  const startedAt = clock.monotonic();
  for (;;) {
    if (await isTrue()) return true;
    if (signal?.aborted === true || clock.monotonic() - startedAt >= deadlineMs) return false;
    await clock.sleep(pollMs, signal);
  }
}
