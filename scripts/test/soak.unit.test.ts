import { describe, expect, it } from 'vitest';
import { readArguments } from '../soak.d/arguments.mjs';
import { judged } from '../soak.d/checks.mjs';
import { faultAt, faultNames } from '../soak.d/faults.mjs';
import { OrderLedger } from '../soak.d/order-ledger.mjs';
import { soakPage } from '../soak.d/page.mjs';
import { recoveriesByName, recoveryOf } from '../soak.d/pauses.mjs';
import { startState } from '../soak.d/state.mjs';

const plan = { seed: 'a', rate: 60, minutes: 10, events: null };

describe('the command line of a soak', () => {
  it('runs for ten minutes, or as long as it is told', () => {
    expect(readArguments([])).toMatchObject({ minutes: 10, events: null, rate: 60 });
    expect(readArguments(['--events', '1000'])).toMatchObject({ minutes: null, events: 1_000 });
    expect(readArguments(['--seed', 'a']).seed).toBe('a');
  });

  it.each([
    ['--minutes', '0'],
    ['--events', 'many'],
    ['--rate', '1'],
    ['--seed', 'two words'],
    ['--resume', '--seed', 'b'],
    ['--fast'],
  ])('refuses %s %s, and says what it expects', (...args) => {
    expect(readArguments(args).problem).toContain(args[0]);
  });
});

describe('the faults of a seed', () => {
  const sequence = (seed: string) =>
    Array.from({ length: 200 }, (_, index) => faultAt(seed, index + 1, ['one', 'two']));

  it('are the same each time, and others for another seed', () => {
    expect(sequence('a')).toEqual(sequence('a'));
    expect(sequence('a')).not.toEqual(sequence('b'));
  });

  it('are of every kind', () => {
    expect(new Set(sequence('a').map(({ name }) => name))).toEqual(new Set(faultNames));
  });
});

describe('the orders of the log', () => {
  const sent = ['1', '2', '3', '4'].map((orderId) => ({
    orderId,
    userId: `u${Number(orderId) % 2}`,
  }));
  const problemsOf = (ids: readonly string[]) => {
    const ledger = new OrderLedger();
    ledger.expect('s', sent);
    const problems = ids.flatMap((id) => ledger.see(sent[Number(id) - 1]!) ?? []);
    return { problems, missing: ledger.missing('s') };
  };

  it('may interleave users, and nothing is missing at the end', () => {
    expect(problemsOf(['2', '1', '3', '4'])).toEqual({ problems: [], missing: 0 });
  });

  it('are found if they are missing, there twice or after a later one of their user', () => {
    expect(problemsOf(['1', '2', '3']).missing).toBe(1);
    expect(problemsOf(['1', '1']).problems).toEqual(['order 1 of s is in the log twice']);
    expect(problemsOf(['3', '1']).problems).toEqual(['order 1 of s follows a later one of u1']);
  });

  it('of someone else are not judged', () => {
    const ledger = new OrderLedger();
    expect(ledger.see({ orderId: 'x', userId: 'y' })).toBeUndefined();
  });
});

describe('the recovery from a fault', () => {
  const every = (fromMs: number, toMs: number) =>
    Array.from({ length: (toMs - fromMs) / 500 + 1 }, (_, index) => fromMs + index * 500);
  const window = { atMs: 10_000, healedMs: 15_000, untilMs: 40_000 };

  it('is immediate if no partition pauses', () => {
    const times = every(0, 40_000);
    expect(recoveryOf([times, times], window)).toEqual({ longestPauseMs: 500, recoveryMs: 0 });
  });

  it('ends with the last pause of any partition', () => {
    const paused = [...every(0, 12_000), ...every(21_000, 40_000)];
    const recovery = recoveryOf([every(0, 40_000), paused], window);
    expect(recovery).toEqual({ longestPauseMs: 9_000, recoveryMs: 6_000 });
  });

  it('has not come if a partition is silent to the end', () => {
    expect(recoveryOf([every(0, 12_000)], window)).toEqual({
      longestPauseMs: 28_000,
      recoveryMs: 25_000,
    });
  });

  it('is found among a million orders', () => {
    const times = Array.from({ length: 1_000_000 }, (_, index) => 10_000 + index / 40);
    expect(recoveryOf([times], window)).toEqual({ longestPauseMs: 5_000, recoveryMs: 25_000 });
  });

  it('has a median and a worst for each kind of fault', () => {
    const faults = [1_000, 3_000, 2_000].map((ms) => ({
      name: 'kill',
      recovery: { longestPauseMs: ms, recoveryMs: 0 },
    }));
    expect(recoveriesByName(faults)).toEqual([
      {
        name: 'kill',
        count: 3,
        pause: { medianMs: 2_000, worstMs: 3_000 },
        recovery: { medianMs: 0, worstMs: 0 },
      },
    ]);
  });
});

describe('a check', () => {
  it('is counted if it holds, and named if it does not', () => {
    const held = {};
    expect(judged({ one: true, two: 'no' }, held)).toEqual(['two: no']);
    expect(held).toEqual({ one: 1 });
  });
});

describe('the page of a soak', () => {
  const sample = (atMs: number) => ({
    atMs,
    processes: { relay_1: { rssMb: 90, handles: 20 } },
    ...{ connections: 30, diskMb: null, lag: 5, behind: 0, perSecond: 40 },
  });
  const page = soakPage({
    ...startState(plan),
    broken: 'each order once: <2>',
    samples: [sample(0), sample(5_000)],
    recoveries: [],
  });

  it('names the broken check, and escapes it', () => {
    expect(page).toContain('broken: each order once: &#60;2&#62;');
  });

  it('draws what was sampled, and takes nothing from elsewhere', () => {
    expect(page).toContain('<title>relay_1</title>');
    expect(page).not.toMatch(/NaN|undefined|https?:|src=/);
  });
});
