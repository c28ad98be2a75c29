import { describe, expect, it } from 'vitest';
import { WakeUps } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { IdleWait } from '../../src/subscriptions/idle-wait.js';

const pollMs = 200;

function open() {
  const clock = new VirtualClock();
  const wakeUps = new WakeUps();
  const stop = new AbortController();
  const idle = new IdleWait({ clock, wakeUps, signal: stop.signal, pollMs });
  /** How long a follower waits that looks and finds nothing; `meanwhile` happens during the look. */
  const waitAfterLook = async (meanwhile = (): void => undefined): Promise<number> => {
    idle.looks();
    meanwhile();
    const startedAt = clock.monotonic();
    await clock.drive(idle.rest());
    return clock.monotonic() - startedAt;
  };
  return { clock, wakeUps, stop, idle, waitAfterLook };
}

describe('the wait of a follower that has found nothing', () => {
  it('lasts for the interval', async () => {
    const { waitAfterLook } = open();
    expect([await waitAfterLook(), await waitAfterLook()]).toEqual([pollMs, pollMs]);
  });

  it('ends at a wake-up', async () => {
    const { clock, wakeUps, waitAfterLook } = open();
    clock.schedule(30, () => wakeUps.wake());
    expect(await waitAfterLook()).toBe(30);
  });

  it('does not begin if the wake-up came during the look', async () => {
    const { wakeUps, waitAfterLook } = open();
    expect(await waitAfterLook(() => wakeUps.wake())).toBe(0);
  });

  it('is longer after each wake-up in vain, up to the interval', async () => {
    const { wakeUps, waitAfterLook } = open();
    const waits: number[] = [];
    for (let nth = 0; nth < 9; nth += 1) waits.push(await waitAfterLook(() => wakeUps.wake()));
    expect(waits).toEqual([0, 5, 10, 20, 40, 80, 160, pollMs, pollMs]);
  });

  it.each(['found events', 'slept until its poll'])(
    'ends at once again when the follower has %s',
    async (what) => {
      const { wakeUps, idle, waitAfterLook } = open();
      for (let nth = 0; nth < 5; nth += 1) await waitAfterLook(() => wakeUps.wake());
      if (what === 'found events') idle.found();
      else expect(await waitAfterLook()).toBe(pollMs);
      expect(await waitAfterLook(() => wakeUps.wake())).toBe(0);
    },
  );

  it('ends when the signal aborts', async () => {
    const { clock, wakeUps, stop, waitAfterLook } = open();
    for (let nth = 0; nth < 9; nth += 1) await waitAfterLook(() => wakeUps.wake());
    clock.schedule(7, () => stop.abort());
    expect(await waitAfterLook(() => wakeUps.wake())).toBe(7);
  });
});
