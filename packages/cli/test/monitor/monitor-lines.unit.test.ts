import { coloursFor } from '@foldmart/composition';
import { describe, expect, it } from 'vitest';
import { monitorLines } from '../../src/monitor/monitor-lines.js';
import type { MonitorSample } from '../../src/monitor/monitor-sample.js';

const style = {
  name: 'shop',
  intervalMs: 1_000,
  colours: coloursFor({ isTTY: false }, {}),
};
const group = {
  group: 'orders_group',
  state: 'stable' as const,
  topics: ['orders'],
  members: [],
  partitions: [],
};
const sample: MonitorSample = {
  atMs: new Date(2026, 1, 3, 14, 30, 5).getTime(),
  queue: {
    trouble: undefined,
    figures: {
      groups: [group],
      paces: [
        {
          group: 'orders_group',
          lag: 1_200,
          consumedPerSecond: 150,
          producedPerSecond: 50,
          catchUpSeconds: 12,
        },
      ],
    },
  },
  cache: {
    trouble: undefined,
    figures: {
      sizes: { users: 1_000, products: 900 },
      hitRate: 0.975,
      memoryBytes: 2_359_296,
      refreshes: 7,
      sinceRefreshMs: 15_000,
      intervalMs: 50_000,
    },
  },
  store: {
    trouble: undefined,
    figures: {
      appendedPerSecond: 149.5,
      deadLetters: { malformed: 3, conflict: 1 },
      projections: [
        { name: 'sales', behind: 1_500 },
        { name: 'activity', behind: 0 },
      ],
      stalled: [
        { kind: 'projection', name: 'sales', behind: 1_500, forMs: 245_000, leader: 'host/7/a' },
      ],
    },
  },
  tables: {
    trouble: undefined,
    figures: [{ title: 'coupons', head: ['COUPON', 'ISSUED'], rows: [[1, 97]] }],
  },
};

describe('the screen of a monitor', () => {
  it('shows rates, cache, dead letters, projections, groups and the tables of the domain', () => {
    expect(monitorLines(sample, style)).toEqual([
      'shop monitor at 14:30:05, every 1 s (Ctrl+C ends)',
      '',
      'RATES        produced 50.0/s   consumed 150.0/s   appended 149.5/s',
      'CACHE        [15/50s ######--------------]  users=1000, products=900',
      '             hit rate 97.5%   memory 2.25M   refreshes 7',
      'DEAD LETTERS malformed 3, conflict 1',
      'PROJECTIONS  sales 1,500 behind',
      'STALLED      projection sales does not move: 1500 events wait, for 4 min 5 s, led by host/7/a',
      '',
      'GROUP         MEMBERS  LAG   CONSUMED/S  PRODUCED/S  CAUGHT UP IN',
      'orders_group  0        1200  150         50          12 s',
      '',
      'coupons',
      'COUPON  ISSUED',
      '1       97',
    ]);
  });

  it('shows a service that does not answer beside its last figures, and says it once', () => {
    const trouble = 'Postgres at localhost:5432: states failed';
    const { store, tables } = sample;
    const lines = monitorLines(
      {
        ...sample,
        store: { figures: store?.figures, trouble },
        tables: { figures: tables?.figures, trouble },
      },
      style,
    );
    expect(lines.filter((line) => line === trouble)).toHaveLength(1);
    expect(lines).toContain('PROJECTIONS  sales 1,500 behind');
  });

  it('has only the parts that the settings share', () => {
    const lines = monitorLines(
      { atMs: sample.atMs, ...(sample.cache && { cache: sample.cache }) },
      style,
    );
    expect(lines.join('\n')).not.toMatch(/RATES|GROUP|DEAD LETTERS/);
  });
});
