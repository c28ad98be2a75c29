import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;

/** Polls until the result is truthy and returns it, or returns `undefined` after `timeoutMs`. */
export const pollUntil = async (ask, { timeoutMs, pollMs = POLL_MS }) => {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() >= deadline) return undefined;
    await delay(pollMs);
  }
};
