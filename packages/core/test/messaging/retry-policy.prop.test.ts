import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PortError, retryDelayMs, retryTransient, type PortErrorReason } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { chanceOf } from '../support/chance.js';

const policy = { firstDelayMs: 100, longestDelayMs: 5_000 };
const { random } = chanceOf(1);

function failure(reason: PortErrorReason): PortError {
  return new PortError({ port: 'event-bus', operation: 'publish', reason, message: reason });
}

/** Fails as often as there are errors, then succeeds. */
function failing(errors: readonly unknown[]): { work: () => Promise<string>; calls: () => number } {
  let calls = 0;
  const work = async (): Promise<string> => {
    const error = errors[calls];
    calls += 1;
    if (error !== undefined) throw error as Error;
    return 'done';
  };
  return { work, calls: () => calls };
}

describe('retryDelayMs', () => {
  it('is between half and all of the doubled delay, never above the longest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), (failures) => {
        const full = Math.min(100 * 2 ** Math.min(failures - 1, 30), 5_000);
        const delayMs = retryDelayMs(policy, failures, random);
        expect(delayMs).toBeGreaterThanOrEqual(full / 2);
        expect(delayMs).toBeLessThanOrEqual(full);
      }),
    );
  });

  it('differs between callers that fail at the same time', () => {
    const delays = Array.from({ length: 50 }, () => retryDelayMs(policy, 6, random));
    expect(new Set(delays).size).toBeGreaterThan(40);
  });
});

describe('retryTransient', () => {
  it('retries transient failures until it succeeds, and reports each delay', async () => {
    const clock = new VirtualClock();
    const { work, calls } = failing([
      failure('unavailable'),
      failure('timeout'),
      failure('timeout'),
    ]);
    const told: number[] = [];
    const result = await clock.drive(
      retryTransient(work, {
        clock,
        random,
        policy,
        onRetry: (_error, attempt, delayMs) => told.push(attempt, delayMs),
      }),
    );
    expect(result).toBe('done');
    expect(calls()).toBe(4);
    expect(told.filter((_value, index) => index % 2 === 0)).toStrictEqual([1, 2, 3]);
    const waited = told.filter((_value, index) => index % 2 === 1).reduce((a, b) => a + b, 0);
    expect(clock.monotonic()).toBe(waited);
  });

  it.each<PortErrorReason>(['rejected', 'unauthorized', 'corrupt', 'closed', 'unknown'])(
    'does not retry a failure with reason %s',
    async (reason) => {
      const error = failure(reason);
      const { work, calls } = failing([error]);
      const clock = new VirtualClock();
      await expect(retryTransient(work, { clock, random })).rejects.toBe(error);
      expect(calls()).toBe(1);
    },
  );

  it('does not retry an error that is not a PortError', async () => {
    const error = new TypeError('a mistake');
    const clock = new VirtualClock();
    await expect(retryTransient(failing([error]).work, { clock, random })).rejects.toBe(error);
  });

  it('rejects with the last error after maxAttempts', async () => {
    const errors = [failure('timeout'), failure('unavailable'), failure('timeout')];
    const { work, calls } = failing(errors);
    const clock = new VirtualClock();
    const outcome = clock.drive(retryTransient(work, { clock, random, maxAttempts: 2 }));
    await expect(outcome).rejects.toBe(errors[1]);
    expect(calls()).toBe(2);
  });

  it('waits 100 ms, 200 ms and so on up to 5 s, if no policy is given', async () => {
    const clock = new VirtualClock();
    const delays: number[] = [];
    const { work } = failing(Array.from({ length: 8 }, () => failure('unavailable')));
    const onRetry = (_error: unknown, _attempt: number, delayMs: number): void => {
      delays.push(delayMs);
    };
    await clock.drive(retryTransient(work, { clock, random: { next: () => 1 }, onRetry }));
    expect(delays).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
  });

  it('announces no retry after it was stopped', async () => {
    const clock = new VirtualClock();
    const announced: unknown[] = [];
    const error = failure('unavailable');
    const { signal, stop } = stoppable();
    const work = async (): Promise<void> => {
      stop();
      throw error;
    };
    const onRetry = (): void => void announced.push('retry');
    await expect(retryTransient(work, { clock, random, signal, onRetry })).rejects.toBe(error);
    expect(announced).toEqual([]);
  });

  it('gives up at once when it is stopped, even during a delay', async () => {
    const clock = new VirtualClock();
    const { signal, stop } = stoppable();
    clock.schedule(30, stop);
    const error = failure('unavailable');
    const { work, calls } = failing([error, error]);
    const outcome = clock.drive(retryTransient(work, { clock, random, policy, signal }));
    await expect(outcome).rejects.toBe(error);
    expect(calls()).toBe(1);
    expect(clock.monotonic()).toBe(30);
  });
});

function stoppable(): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, stop: () => controller.abort() };
}
