import { seededRandom, type Distribution } from '@foldmart/generator';
import { describe, expect, it } from 'vitest';
import { drawNumber, drawWhole } from '../../src/random/distributions.js';
import { drawIndex } from '../../src/random/popularity.js';
import { chiSquare } from '../support.js';

const draws = 20_000;

function drawn(distribution: Distribution): readonly number[] {
  const [draw, random] = [drawNumber(distribution), seededRandom(distribution.distribution)];
  return Array.from({ length: draws }, () => draw(random));
}

/** How many values fall between bounds, given as a share of the whole. */
function bins(values: readonly number[], bounds: readonly number[]): readonly number[] {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  for (const value of values) counts[bounds.filter((bound) => value >= bound).length]! += 1;
  return counts;
}

// The standard normal distribution below −2, −1, 0, 1, 2 standard deviations and above.
const normalShares = [0.02275, 0.13591, 0.34134, 0.34134, 0.13591, 0.02275];
// Exceeded once in a million by five degrees of freedom.
const rare = 38;

describe('a distribution', () => {
  it('that is uniform spreads evenly', () => {
    const values = drawn({ distribution: 'uniform', min: 10, max: 60 });
    expect(chiSquare(bins(values, [20, 30, 40, 50]), [1, 1, 1, 1, 1])).toBeLessThan(rare);
  });

  it('that is log-uniform spreads evenly over magnitudes', () => {
    const values = drawn({ distribution: 'log-uniform', min: 1, max: 100_000 });
    const powers = [10, 100, 1_000, 10_000];
    expect(chiSquare(bins(values, powers), [1, 1, 1, 1, 1])).toBeLessThan(rare);
  });

  it('that is normal has its mean and its deviation', () => {
    const mean = 50;
    const values = drawn({ distribution: 'normal', mean, deviation: 5, min: 0, max: 100 });
    const bounds = [-2, -1, 0, 1, 2].map((sigmas) => mean + 5 * sigmas);
    expect(chiSquare(bins(values, bounds), normalShares)).toBeLessThan(rare);
  });

  it('that is log-normal has its median and its sigma', () => {
    const values = drawn({
      distribution: 'log-normal',
      median: 30,
      sigma: 0.5,
      min: 0,
      max: 9_999,
    });
    const bounds = [-2, -1, 0, 1, 2].map((sigmas) => 30 * Math.exp(0.5 * sigmas));
    expect(chiSquare(bins(values, bounds), normalShares)).toBeLessThan(rare);
  });

  it.each<Distribution>([
    { distribution: 'uniform', min: 3, max: 7 },
    { distribution: 'log-uniform', min: 3, max: 7 },
    { distribution: 'normal', mean: 5, deviation: 50, min: 3, max: 7 },
    { distribution: 'log-normal', median: 5, sigma: 9, min: 3, max: 7 },
  ])('keeps its bounds, also as whole numbers: $distribution', (distribution) => {
    const values = drawn(distribution);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...values)).toBeLessThanOrEqual(7);
    const [draw, random] = [drawWhole(distribution), seededRandom(1)];
    const whole = new Set(Array.from({ length: 2_000 }, () => draw(random)));
    expect([...whole].toSorted()).toStrictEqual([3, 4, 5, 6, 7]);
  });
});

describe('the popularity of a list', () => {
  it('follows Zipf’s law, for lists of any length', () => {
    const draw = drawIndex({ distribution: 'zipf', exponent: 1.2 });
    for (const length of [1, 6, 40]) {
      const random = seededRandom(length);
      const counts = new Array<number>(length).fill(0);
      for (let each = 0; each < draws; each += 1) counts[draw(length, random)]! += 1;
      const shares = counts.map((_count, index) => 1 / (index + 1) ** 1.2);
      expect(chiSquare(counts, shares)).toBeLessThan(length + 6 * Math.sqrt(2 * length) + 20);
    }
  });

  it('can be even', () => {
    const [draw, random] = [drawIndex({ distribution: 'uniform' }), seededRandom(1)];
    const counts = new Array<number>(6).fill(0);
    for (let each = 0; each < draws; each += 1) counts[draw(6, random)]! += 1;
    expect(chiSquare(counts, [1, 1, 1, 1, 1, 1])).toBeLessThan(rare);
  });
});
