import { expect, it } from 'vitest';
import { divide, isInPart, wholePart } from '../../../src/projections/verify/row-part.js';

const keys = Array.from({ length: 4_000 }, (_, nth) => `order-${String(nth)}`);

it('each key is in one of the parts into which a part is divided, and they are about as large', () => {
  const [first, ...others] = divide(wholePart, 4);
  const parts = [...divide(first!, 2), ...others];
  const counts = parts.map((part) => keys.filter((key) => isInPart(key, part)).length);
  expect(counts.reduce((sum, count) => sum + count)).toBe(keys.length);
  const shares = [500, 500, 1_000, 1_000, 1_000];
  for (const [nth, share] of shares.entries()) {
    expect(Math.abs(counts[nth]! - share)).toBeLessThan(share / 5);
  }
  for (const key of keys) expect(parts.filter((part) => isInPart(key, part))).toHaveLength(1);
});
