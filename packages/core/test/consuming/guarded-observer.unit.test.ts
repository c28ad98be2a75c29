import { guardedObserver, type SubscriptionObserver } from '@foldmart/core';
import { expect, it } from 'vitest';

class Failures {
  readonly logged: unknown[] = [];
  readonly logger = {
    debug: (): void => undefined,
    info: (): void => undefined,
    warn: (): void => undefined,
    error: (message: string, details?: object): void => {
      this.logged.push({ message, ...details });
    },
  };
}

it('logs what a method throws or rejects with, and returns', async () => {
  const failures = new Failures();
  const thrown = new Error('thrown');
  const rejected = new Error('rejected');
  const observer: SubscriptionObserver = {
    assigned: () => {
      throw thrown;
    },
    lost: () => Promise.reject(rejected) as unknown as undefined,
  };
  const guarded = guardedObserver(observer, { logger: failures.logger, member: 'm' });
  guarded.assigned?.([0]);
  guarded.lost?.({ partition: 0, from: '0', to: '1', reason: 'retention' });
  await expect.poll(() => failures.logged).toHaveLength(2);
  const message = 'an observer of a subscription failed';
  expect(failures.logged).toEqual([
    { message, member: 'm', method: 'assigned', error: thrown },
    { message, member: 'm', method: 'lost', error: rejected },
  ]);
});

it('keeps the methods that the observer has, with their receiver, and adds none', () => {
  class Counting {
    seen: readonly number[] = [];
    assigned(partitions: readonly number[]): void {
      this.seen = partitions;
    }
  }
  const counting = new Counting();
  const guarded = guardedObserver(counting, { logger: new Failures().logger, member: 'm' });
  guarded.assigned?.([1, 2]);
  expect(counting.seen).toEqual([1, 2]);
  expect(Object.keys(guarded)).toEqual(['assigned']);
});
