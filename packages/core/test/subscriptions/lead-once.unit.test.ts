import type { HeldLock } from '@foldmart/core';
import { expect, it } from 'vitest';
import { leadOnce } from '../../src/subscriptions/lead-once.js';

/** A lock that is free or held elsewhere, and what was done with it. */
function lockThat(isFree: boolean) {
  const done: string[] = [];
  const lost = new AbortController();
  const tryAcquire = async (name: string): Promise<HeldLock | undefined> => {
    done.push(`tried ${name}`);
    const release = async (): Promise<void> => void done.push('released');
    return isFree ? { token: 1, lost: lost.signal, release } : undefined;
  };
  return { done, lost: lost.signal, dependencies: { locks: { tryAcquire } } };
}

it('runs its work under the lock, and says so', async () => {
  const { done, lost, dependencies } = lockThat(true);
  const work = async (signal: AbortSignal): Promise<void> => {
    expect(signal).toBe(lost);
    done.push('worked');
  };
  expect(await leadOnce(dependencies, 'relay', work)).toBe(true);
  expect(done).toEqual(['tried relay', 'worked', 'released']);
});

it('runs nothing if the lock is held elsewhere, and says so', async () => {
  const { done, dependencies } = lockThat(false);
  const work = async (): Promise<void> => void done.push('worked');
  expect(await leadOnce(dependencies, 'relay', work)).toBe(false);
  expect(done).toEqual(['tried relay']);
});

it('rejects as its work does, after the lock is released', async () => {
  const { done, dependencies } = lockThat(true);
  const mistake = new TypeError('a mistake');
  await expect(leadOnce(dependencies, 'relay', () => Promise.reject(mistake))).rejects.toBe(
    mistake,
  );
  expect(done).toEqual(['tried relay', 'released']);
});
