import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Flag } from '../src/consumer/flag.js';

describe('a flag', () => {
  it('leaves no listener at a signal that outlives the wait', async () => {
    const flag = new Flag();
    const subscription = new AbortController();
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const over = new AbortController();
      const waiting = flag.raised(subscription.signal, over.signal);
      over.abort();
      await waiting;
    }
    expect(getEventListeners(subscription.signal, 'abort')).toEqual([]);
    expect(flag.isRaised).toBe(false);
  });

  it('wakes all that wait, and those that come later until it is lowered', async () => {
    const flag = new Flag();
    const { signal } = new AbortController();
    const both = [flag.raised(signal), flag.raised(signal)];
    flag.raise();
    await Promise.all([...both, flag.raised(signal)]);
    flag.lower();
    const over = new AbortController();
    let isWoken = false;
    const later = flag.raised(over.signal).then(() => (isWoken = true));
    await Promise.resolve();
    expect(isWoken).toBe(false);
    over.abort();
    await later;
  });
});
