import { describe, expect, it } from 'vitest';
import type { GroupLag } from '../../src/observation/group-lag.js';
import { GroupPaces } from '../../src/observation/group-pace.js';

/** A group on two partitions. */
function group(committed: number, end: number): readonly GroupLag[] {
  const partition = (number: number, at: number, last: number) => ({
    group: 'orders_group',
    topic: 'orders',
    partition: number,
    committed: String(at),
    end: String(last),
    lag: last - at,
  });
  return [
    {
      group: 'orders_group',
      state: 'stable',
      topics: ['orders'],
      members: [],
      partitions: [partition(0, committed, end), partition(1, 10, 10)],
    },
  ];
}

describe('the pace of a group', () => {
  it('is not known from one reading', () => {
    expect(new GroupPaces().read(group(0, 100), 0)).toEqual([
      {
        group: 'orders_group',
        lag: 100,
        consumedPerSecond: null,
        producedPerSecond: null,
        catchUpSeconds: null,
      },
    ]);
  });

  it('gives the time until the lag is 0', () => {
    const paces = new GroupPaces();
    paces.read(group(0, 1_000), 0);
    expect(paces.read(group(300, 1_100), 2_000)).toMatchObject([
      { lag: 800, consumedPerSecond: 150, producedPerSecond: 50, catchUpSeconds: 8 },
    ]);
  });

  it('never catches up if more is produced than consumed', () => {
    const paces = new GroupPaces();
    paces.read(group(0, 100), 0);
    expect(paces.read(group(10, 200), 1_000)).toMatchObject([{ catchUpSeconds: null }]);
  });

  it('is measured over the window alone', () => {
    const paces = new GroupPaces(10_000);
    paces.read(group(0, 1_000), 0);
    paces.read(group(500, 1_000), 5_000);
    expect(paces.read(group(500, 1_000), 12_000)).toMatchObject([{ consumedPerSecond: 0 }]);
  });

  it('starts again after a reset', () => {
    const paces = new GroupPaces();
    paces.read(group(900, 1_000), 0);
    expect(paces.read(group(0, 1_000), 1_000)).toMatchObject([{ consumedPerSecond: null }]);
    expect(paces.read(group(100, 1_000), 2_000)).toMatchObject([{ consumedPerSecond: 100 }]);
  });
});
