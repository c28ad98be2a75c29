import { fc, test } from '@fast-check/vitest';
import { issueOutcomes, noOutcomes } from '@foldmart/core/shop';
import { describe, expect, it } from 'vitest';
import { createShopRoot } from '../src/shop/shop-root.js';
import { describeOutcomes } from '../src/shop/coupons/campaign-report.js';
import { addRushCommand } from '../src/shop/commands/rush.js';
import { decidedLine } from '../src/shop/rush/follow-decisions.js';
import { Latencies } from '../src/shop/rush/latencies.js';

describe('the figures of a rush', () => {
  test.prop([fc.array(fc.double({ min: 0, max: 100_000, noNaN: true }), { minLength: 1 })])(
    'have percentiles in order, and none above the maximum',
    (durations) => {
      const latencies = new Latencies();
      for (const duration of durations) latencies.add(duration);
      const { p50, p90, p99, max, mean, first } = latencies.summary();
      expect([p50, p90, p99, max]).toEqual([p50, p90, p99, max].toSorted((a, b) => a - b));
      expect(Math.max(mean, first)).toBeLessThanOrEqual(max);
      expect(max).toBeCloseTo(Math.max(...durations), 1);
    },
  );

  test.prop([fc.nat(100), fc.nat(100)])(
    'never have more requests decided than accepted',
    (responses, decided) => {
      const [accepted = 0, shown = 0] = (
        decidedLine(responses, decided, 100).match(/\d+/g) ?? []
      ).map(Number);
      expect(accepted).toBeGreaterThanOrEqual(shown);
      expect(shown).toBe(decided);
    },
  );

  test.prop([fc.shuffledSubarray([...issueOutcomes], { minLength: issueOutcomes.length })])(
    'have the outcomes in one order, whatever the database returns',
    (order) => {
      const outcomes = Object.fromEntries(order.map((outcome, place) => [outcome, place]));
      const [head = ''] = describeOutcomes({ ...noOutcomes, ...outcomes }).split('\n');
      expect(head.trim().split(/\s+/)).toEqual([...issueOutcomes]);
      const raw = describeOutcomes(outcomes as unknown as typeof noOutcomes);
      expect(raw.split('\n')[0]?.trim().split(/\s+/)).toEqual([...issueOutcomes]);
    },
  );

  it('have a default patience in seconds', () => {
    const program = createShopRoot();
    addRushCommand(program);
    expect(program.commands[0]?.helpInformation()).toMatch(
      /--patience <seconds>[^-]*default:\s+60\)/,
    );
  });
});
