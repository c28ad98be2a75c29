import { describe, expect, it } from 'vitest';
import type { CacheFigures } from '@foldmart/composition';
import { bytesText, cacheLine } from '../../src/monitor/cache-line.js';

const figures: CacheFigures = {
  sizes: { users: 1_000, products: 1_000 },
  hitRate: 1,
  memoryBytes: 2_359_296,
  refreshes: 1,
  sinceRefreshMs: 15_400,
  intervalMs: 50_000,
};

describe('the line of the cache', () => {
  it('is that of the original, to the character', () => {
    expect(cacheLine(figures)).toBe(
      '[15/50s ######--------------] | MEM: 2.25M | HIT: 100.0% | CACHE: users=1000, products=1000 | refreshes: 1',
    );
  });

  it.each([
    [0, '[0/50s --------------------]'],
    [2_499, '[2/50s --------------------]'],
    [2_500, '[2/50s #-------------------]'],
    [49_999, '[49/50s ###################-]'],
    [73_000, '[73/50s ####################]'],
  ])('has a bar of twenty cells: %i ms', (sinceRefreshMs, bar) => {
    expect(cacheLine({ ...figures, sinceRefreshMs }).split(' | ')[0]).toBe(bar);
  });

  it('says what is not known', () => {
    const nothing = { hitRate: null, memoryBytes: null, sinceRefreshMs: null, refreshes: 0 };
    expect(cacheLine({ ...figures, ...nothing, sizes: { users: 0 } })).toBe(
      '[-/50s --------------------] | MEM: - | HIT: - | CACHE: users=0 | refreshes: 0',
    );
  });

  it('writes sizes as Redis does', () => {
    expect([512, 1_024, 1_612_096, 3_221_225_472].map(bytesText)).toEqual([
      '512B',
      '1.00K',
      '1.54M',
      '3.00G',
    ]);
  });
});
