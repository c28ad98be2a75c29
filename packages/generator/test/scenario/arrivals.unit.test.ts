import { seededRandom, shopRules, type ScenarioInput } from '@foldmart/generator';
import { describe, expect, it } from 'vitest';
import { arrivals } from '../../src/scenario/arrivals.js';
import { chiSquare, isAbout, scenarioOf } from '../support.js';

const { traffic } = shopRules('ko');
const startMs = Date.UTC(2026, 0, 5);

function arrivalsOf(stages: ScenarioInput['stages']) {
  const random = seededRandom('arrivals');
  return [...arrivals(scenarioOf({ stages }), { traffic, startMs, random })];
}

describe('arrivals', () => {
  it('come at the rate of their stage, one stage after another', () => {
    const list = arrivalsOf([
      { name: 'slow', seconds: 1_000, rate: 2 },
      { name: 'fast', seconds: 100, rate: 40 },
    ]);
    const [slow, fast] = [0, 1].map((stage) => list.filter((each) => each.stage === stage));
    // The count of a Poisson process varies by the root of its mean.
    expect(Math.abs(slow!.length - 2_000)).toBeLessThan(6 * Math.sqrt(2_000));
    expect(Math.abs(fast!.length - 4_000)).toBeLessThan(6 * Math.sqrt(4_000));
    expect(slow!.at(-1)!.atMs).toBeLessThan(1_000_000);
    expect(fast![0]!.atMs).toBeGreaterThanOrEqual(1_000_000);
    expect(fast!.at(-1)!.atMs).toBeLessThan(1_100_000);
  });

  it('end a stage with a count after it', () => {
    const list = arrivalsOf([{ name: 's', count: 1_234, rate: 10 }]);
    expect(list).toHaveLength(1_234);
    expect(Math.abs(list.at(-1)!.atMs / 1_000 - 123.4)).toBeLessThan(25);
  });

  it('are of the kinds of the mix', () => {
    const mix = { orders: 7, users: 2, products: 1 };
    const list = arrivalsOf([{ name: 's', count: 5_000, rate: 10, mix }]);
    for (const [kind, weight] of Object.entries(mix)) {
      const count = list.filter((each) => each.kind === kind).length;
      expect(isAbout(count, weight / 10, 5_000)).toBe(true);
    }
  });

  it('follow the hours and days of the traffic, in its zone', () => {
    const list = arrivalsOf([{ name: 'week', seconds: 7 * 86_400, rate: 0.1, curve: 'traffic' }]);
    const hours = new Array<number>(24).fill(0);
    const days = new Array<number>(7).fill(0);
    for (const { atMs } of list) {
      const local = new Date(startMs + atMs + 9 * 3_600_000);
      hours[local.getUTCHours()]! += 1;
      days[(local.getUTCDay() + 6) % 7]! += 1;
    }
    expect(Math.abs(list.length - 60_480)).toBeLessThan(6 * Math.sqrt(60_480));
    expect(chiSquare(hours, traffic.daily)).toBeLessThan(80);
    expect(chiSquare(days, traffic.weekly)).toBeLessThan(60);
  });

  it('follow the points of a curve', () => {
    const curve: [number, number][] = [
      [0, 0],
      [0.5, 10],
      [1, 0],
    ];
    const list = arrivalsOf([{ name: 's', seconds: 1_000, rate: 1, curve }]);
    const quarters = [0, 0, 0, 0];
    for (const { atMs } of list) quarters[Math.floor(atMs / 250_000)]! += 1;
    expect(chiSquare(quarters, [1, 3, 3, 1])).toBeLessThan(30);
  });
});
