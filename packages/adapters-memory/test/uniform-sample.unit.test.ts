import { expect, it } from 'vitest';
import { sampleIndexes } from '../src/entity-cache/uniform-sample.js';

it('draws each arrangement equally often over all equally likely random numbers', () => {
  const counts = new Map<string, number>();
  for (let first = 0; first < 4; first += 1) {
    for (let second = 0; second < 3; second += 1) {
      const chances = [first / 4, second / 3];
      const drawn = sampleIndexes(4, 2, { next: () => chances.shift() ?? 0 }).join();
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
  }
  expect([...counts.values()]).toEqual(Array.from({ length: 12 }, () => 1));
});

it('shuffles all if more are asked for than exist', () => {
  const drawn = sampleIndexes(5, 9, { next: () => 0.999 });
  expect([...drawn].sort()).toEqual([0, 1, 2, 3, 4]);
});
