import { describe, expect, it } from 'vitest';
import { WakeUps } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';

const dayMs = 86_400_000;

describe('a sleep with wake-ups', () => {
  it('ends when it is woken, and only then', async () => {
    const clock = new VirtualClock();
    const wakeUps = new WakeUps();
    wakeUps.wake();
    let isOver = false;
    const sleep = wakeUps.sleep(clock, dayMs, new AbortController().signal).then(() => {
      isOver = true;
    });
    await clock.advance(dayMs - 1);
    expect(isOver).toBe(false);
    wakeUps.wake();
    await sleep;
    expect(clock.monotonic()).toBe(dayMs - 1);
  });

  it('does not begin if it was woken since the caller looked', async () => {
    const clock = new VirtualClock();
    const wakeUps = new WakeUps();
    const seen = wakeUps.count;
    wakeUps.wake();
    await wakeUps.sleep(clock, dayMs, new AbortController().signal, seen);
    expect(clock.monotonic()).toBe(0);
  });

  it('ends when its time is over', async () => {
    const clock = new VirtualClock();
    await clock.drive(new WakeUps().sleep(clock, dayMs, new AbortController().signal));
    expect(clock.monotonic()).toBe(dayMs);
  });

  it('ends when the signal aborts, also before', async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const sleep = new WakeUps().sleep(clock, dayMs, stop.signal);
    stop.abort();
    await sleep;
    await new WakeUps().sleep(clock, dayMs, stop.signal);
    expect(clock.monotonic()).toBe(0);
  });
});
