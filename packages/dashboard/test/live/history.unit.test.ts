import { describe, expect, it } from 'vitest';
import { History } from '../../src/live/history.js';

const tiers = [
  { stepMs: 1_000, steps: 10 },
  { stepMs: 5_000, steps: 10 },
];

function filled(seconds: number): History {
  const history = new History(tiers);
  for (let second = 0; second < seconds; second += 1) {
    history.add(second * 1_000, { lag: second, rate: second % 2 === 0 ? 10 : null });
  }
  return history;
}

describe('the history of a page', () => {
  it('has the newest part step by step', () => {
    const { stepMs, times, series } = filled(6).read(5_000, 5_000);
    expect(stepMs).toBe(1_000);
    expect(times).toEqual([0, 1_000, 2_000, 3_000, 4_000, 5_000]);
    expect(series['lag']).toEqual([0, 1, 2, 3, 4, 5]);
    expect(series['rate']).toEqual([10, null, 10, null, 10, null]);
  });

  it('has a longer part as means of longer steps', () => {
    const { stepMs, times, series } = filled(12).read(11_000, 30_000);
    expect(stepMs).toBe(5_000);
    expect(times).toEqual([0, 5_000, 10_000]);
    expect(series['lag']).toEqual([2, 7, 10.5]);
  });

  it('forgets what is older than its steps', () => {
    const { times } = filled(40).read(39_000, 10_000);
    expect(times).toHaveLength(11);
    expect(times.at(-1)).toBe(39_000);
  });
});
