import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;

/** Asks until the answer is truthy and gives it back, or `undefined` once `timeoutMs` has passed. */
export const pollUntil = async (ask, { timeoutMs, pollMs = POLL_MS }) => {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() >= deadline) return undefined;
    await delay(pollMs);
  }
};
