import { PortError, type HeldLock } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';
import {
  keepLeading,
  type Leadership,
  type LeadingOptions,
} from '../../src/subscriptions/keep-leading.js';

const retry = { firstDelayMs: 100, longestDelayMs: 400 };

function failure(): PortError {
  const at = { port: 'leader-lock', operation: 'tryAcquire' } as const;
  return new PortError({ ...at, reason: 'unavailable', message: 'no' });
}

/** A process that leads under the lock `relay` until 10 s. Jitter makes no delay shorter. */
function open({ holds = () => true }: { readonly holds?: () => boolean } = {}) {
  const clock = new VirtualClock();
  const stop = new AbortController();
  const losing = new AbortController();
  const asked: string[] = [];
  const logged: unknown[] = [];
  const ignore = (): void => undefined;
  let held = 0;
  const tryAcquire = async (name: string): Promise<HeldLock | undefined> => {
    asked.push(`${name} at ${String(clock.monotonic())}`);
    if (!holds()) return undefined;
    held += 1;
    return { token: 1, lost: losing.signal, release: async () => void (held -= 1) };
  };
  const dependencies = {
    locks: { tryAcquire },
    clock,
    random: { next: () => 1 },
    logger: {
      debug: ignore,
      info: ignore,
      error: ignore,
      warn: (message: string, fields?: object) => void logged.push({ message, ...fields }),
    },
  };
  const lead = (
    work: (leadership: Leadership) => Promise<void>,
    options: Partial<LeadingOptions> = {},
  ): Promise<void> => {
    clock.schedule(10_000, () => stop.abort());
    const leading = { lock: 'relay', signal: stop.signal, ...options };
    return clock.drive(keepLeading(dependencies, leading, work));
  };
  return { clock, stop, losing, asked, logged, lead, heldNow: () => held };
}

describe('a process that keeps leading', () => {
  it.each([
    { options: {}, tries: 10, interval: 'a second' },
    { options: { lockPollMs: 4_000 }, tries: 3, interval: 'the given interval' },
  ])('tries to take a lock that is held elsewhere every $interval', async ({ options, tries }) => {
    const { asked, logged, lead } = open({ holds: () => false });
    await lead(() => Promise.reject(new Error('it does not lead')), options);
    expect(asked).toHaveLength(tries);
    expect(asked.slice(0, 2)).toEqual(['relay at 0', `relay at ${options.lockPollMs ?? 1_000}`]);
    expect(logged).toEqual([]);
  });

  it('backs off longer after each failure, up to the longest delay, and logs it', async () => {
    const { clock, logged, lead, heldNow } = open();
    const error = failure();
    const begun: number[] = [];
    const work = async (): Promise<void> => {
      expect(heldNow()).toBe(1);
      begun.push(clock.monotonic());
      throw error;
    };
    await lead(work, { retry });
    expect(begun.slice(0, 6)).toEqual([0, 100, 300, 700, 1_100, 1_500]);
    const message = 'leading failed, retrying';
    expect(logged.slice(0, 2)).toEqual([
      { message, lock: 'relay', error, failures: 1, delayMs: 100 },
      { message, lock: 'relay', error, failures: 2, delayMs: 200 },
    ]);
    expect(heldNow()).toBe(0);
  });

  it('backs off as at first after progress', async () => {
    const { logged, lead } = open();
    let calls = 0;
    const work = async ({ hasProgressed }: Leadership): Promise<void> => {
      calls += 1;
      if (calls === 3) hasProgressed();
      throw failure();
    };
    await lead(work, { retry });
    expect(logged.slice(0, 4)).toMatchObject([100, 200, 100, 200].map((delayMs) => ({ delayMs })));
  });

  it('backs off if the lock cannot be asked for', async () => {
    let calls = 0;
    const holds = (): boolean => {
      calls += 1;
      if (calls < 3) throw failure();
      return true;
    };
    const { clock, stop, lead } = open({ holds });
    await lead(async () => stop.abort(), { retry });
    expect(clock.monotonic()).toBe(300);
  });

  it('backs off by the default policy if none is given', async () => {
    const { clock, lead } = open();
    const begun: number[] = [];
    const work = async (): Promise<void> => {
      begun.push(clock.monotonic());
      throw failure();
    };
    await lead(work);
    expect(begun).toEqual([0, 100, 300, 700, 1_500, 3_100, 6_300]);
  });

  it('rejects with any other error, and has released the lock', async () => {
    const mistake = new TypeError('a mistake');
    const { logged, lead, heldNow } = open();
    await expect(lead(() => Promise.reject(mistake))).rejects.toBe(mistake);
    expect(heldNow()).toBe(0);
    expect(logged).toEqual([]);
  });

  it.each(['lost', 'stopped'] as const)('tells its work when it is %s', async (how) => {
    const { clock, stop, losing, lead } = open();
    const endings: number[] = [];
    clock.schedule(700, () => (how === 'lost' ? losing : stop).abort());
    await lead(async ({ signal }) => {
      await clock.sleep(5_000, signal);
      endings.push(clock.monotonic());
      stop.abort();
    });
    expect(endings).toEqual([700]);
  });
});
