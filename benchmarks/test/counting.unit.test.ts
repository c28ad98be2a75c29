import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { Persisted } from '../src/kafka/persisted.js';
import { percentilesOf } from '../src/measure/percentiles.js';
import { CountBySecond } from '../src/realtime/count-by-second.js';
import { waitingBySecond } from '../src/realtime/pace-report.js';

describe('the counts of a run', () => {
  test.prop([fc.array(fc.tuple(fc.nat(9), fc.nat(6_000))), fc.integer({ min: 1, max: 8 })])(
    'lose nothing, whatever comes after the last second',
    (events, seconds) => {
      const counts = new CountBySecond(1_000);
      for (const [count, ms] of events) counts.add(count, 1_000 + ms);
      const total = events.reduce((sum, [count]) => sum + count, 0);
      expect(counts.first(seconds)).toHaveLength(seconds);
      expect(counts.first(seconds).reduce((sum, count) => sum + count, 0)).toBe(total);
    },
  );

  it('are those of their second', () => {
    const counts = new CountBySecond(0);
    counts.add(3, 999);
    counts.add(4, 1_000);
    expect(counts.first(3)).toEqual([3, 4, 0]);
  });

  it('tell how much waits at the end of each second', () => {
    const published = { orders: [5, 0, 0], products: [0, 100, 0], users: [1, 0, 0] };
    expect(waitingBySecond({ published, persisted: [2, 4, 100] })).toEqual([4, 100, 0]);
  });
});

describe('a count of what is persisted', () => {
  it('tells when it is reached, also if it was before', async () => {
    const persisted = new Persisted();
    persisted.add(2);
    await persisted.reach(2);
    let isReached = false;
    const reached = persisted.reach(5).then(() => {
      isReached = true;
    });
    persisted.add(2);
    await Promise.resolve();
    expect(isReached).toBe(false);
    persisted.add(1);
    await reached;
    expect(isReached).toBe(true);
  });
});

test.prop([fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 })])(
  'percentiles are measured times, in order',
  (times) => {
    const { p50, p99 } = percentilesOf(times);
    expect(times).toContain(p50);
    expect(times).toContain(p99);
    expect(p50).toBeLessThanOrEqual(p99);
    expect(times.filter((time) => time <= p50).length).toBeGreaterThanOrEqual(times.length / 2);
  },
);
