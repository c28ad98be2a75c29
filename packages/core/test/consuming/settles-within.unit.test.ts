import { settlesWithin } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';

describe('whether work settles within its deadline', () => {
  it.each([
    { after: 999, settles: true },
    { after: 1_001, settles: false },
  ])('after $after of 1000 ms: $settles', async ({ after, settles }) => {
    const clock = new VirtualClock();
    const work = clock.sleep(after);
    expect(await clock.drive(settlesWithin(clock, 1_000, work))).toBe(settles);
    expect(clock.monotonic()).toBe(Math.min(after, 1_000));
  });

  it('is known as soon as it settles, also with an error, and leaves no task behind', async () => {
    const clock = new VirtualClock();
    expect(await settlesWithin(clock, 1_000, Promise.resolve())).toBe(true);
    expect(await settlesWithin(clock, 1_000, Promise.reject(new Error('failed')))).toBe(true);
    expect(clock.scheduled).toBe(0);
  });
});
