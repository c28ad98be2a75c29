import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Patience, progressMs } from '../soak.d/patience.mjs';
import { SoakTime } from '../soak.d/soak-time.mjs';
import { startState } from '../soak.d/state.mjs';

const down = new Error('the database is down');

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

function later(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

describe('the patience of a soak', () => {
  it('excuses a database that is silent, until it has been for too long', () => {
    const patience = new Patience();
    later(10 * progressMs);
    patience.excuse(down);
    later(progressMs);
    patience.excuse(down);
    later(1);
    expect(() => patience.excuse(down)).toThrow(down);
    patience.hears();
    patience.excuse(down);
  });

  it('lasts as long as a fault, and begins again at its heal', () => {
    const patience = new Patience();
    const movedMs = Date.now();
    later(progressMs + 1);
    expect(patience.isExhausted(movedMs)).toBe(true);
    patience.breaks();
    expect(patience.isExhausted(movedMs)).toBe(false);
    patience.heals();
    later(progressMs);
    expect(patience.isExhausted(movedMs)).toBe(false);
    later(1);
    expect(patience.isExhausted(movedMs)).toBe(true);
  });
});

describe('the time of a soak', () => {
  const plan = { seed: 'a', rate: 60, minutes: 10, events: null };

  it('passes from when orders arrive, and goes on after an interruption', () => {
    const state = { ...startState(plan), elapsedMs: 5_000 };
    const time = new SoakTime(state, new AbortController().signal);
    later(60_000);
    expect([time.elapsedMs, time.begunMs]).toEqual([5_000, undefined]);
    time.begin();
    later(7_000);
    expect(time.elapsedMs).toBe(12_000);
  });

  it.each([
    ['its minutes have passed', { minutes: 1 }],
    ['as many orders are acknowledged', { minutes: null, events: 10, acknowledged: 10 }],
  ])('is over once %s', (_what, end) => {
    const time = new SoakTime({ ...startState(plan), ...end }, new AbortController().signal);
    time.begin();
    later(60_000);
    expect(time.isOver).toBe(true);
  });

  it('is over when it is interrupted, and not before', async () => {
    const interruption = new AbortController();
    const time = new SoakTime(startState(plan), interruption.signal);
    time.begin();
    expect(time.isOver).toBe(false);
    interruption.abort();
    await time.until(60_000);
    expect(time.isOver).toBe(true);
  });
});
