import { snapshotEvery } from '@foldmart/core';
import { expect, it } from 'vitest';

it.each([
  [1, 0, false],
  [1, 1, true],
  [3, 2, false],
  [3, 3, true],
  [3, 7, true],
])('a snapshot every %i events is due after %i: %s', (count, events, isDue) => {
  expect(snapshotEvery(count)({ version: 10, events })).toBe(isDue);
});

it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
  'a snapshot cannot be due every %d events',
  (count) => {
    const message = `every 1 or more events, a whole number, not ${String(count)}`;
    expect(() => snapshotEvery(count)).toThrow(RangeError);
    expect(() => snapshotEvery(count)).toThrow(message);
  },
);
