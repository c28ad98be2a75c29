import { simulate, type Oracle } from '@foldmart/simulator';
import { describe, expect, it } from 'vitest';
import { append, ledgerWorld } from './support/ledger-world.js';

const noFaults = {
  calls: { delay: 0, refuse: 0, lose: 0, crash: 0, stall: 0 },
  system: { crash: 0, restart: 0, stall: 0, partition: 0, outage: 0, slow: 0, full: 0, jump: 0 },
  skewMs: 0,
};

async function failureOf(...world: Parameters<typeof ledgerWorld>): Promise<string | undefined> {
  const { failure } = await simulate(ledgerWorld(...world), {
    seeds: 1,
    faults: noFaults,
    shrinkRuns: 0,
    drainMs: 10_000,
    workMs: 1_000,
  });
  return failure === undefined
    ? undefined
    : `${failure.oracle}: ${failure.detail.split('\n')[0] ?? ''}`;
}

const idle = async (): Promise<void> => undefined;

describe('a run fails', () => {
  it('if a process fails by something that no service is the cause of', async () => {
    const broken = async (): Promise<void> => {
      throw new TypeError('undefined is not a function');
    };
    expect(await failureOf({ broken })).toBe(
      'no process fails: broken#1: TypeError: undefined is not a function',
    );
  });

  it('if something stays undone after the faults', async () => {
    expect(await failureOf({ idle }, { pending: () => 'a letter waits' })).toBe(
      'everything drains: a letter waits, 10 s after the last fault',
    );
  });

  it('if a loop never waits', async () => {
    const eager = ledgerWork(async (store) => {
      for (;;) await store.count();
    });
    expect(await failureOf({ eager })).toBe('no endless loop: 20000 steps took no time');
  });

  it('if an oracle says so, at the step that broke it', async () => {
    let calls = 0;
    const oracle: Oracle = {
      name: 'at most two appends',
      observe: ({ operation }) => void (calls += operation === 'append' ? 1 : 0),
      check: () => (calls > 2 ? `${String(calls)} appends` : undefined),
    };
    const writer = ledgerWork(async (store) => {
      for (const id of ['a', 'b', 'c', 'd']) await append(store, id);
    });
    expect(await failureOf({ writer }, { oracles: [oracle] })).toBe(
      'at most two appends: 3 appends',
    );
  });

  it('not otherwise', async () => {
    expect(await failureOf({ idle })).toBeUndefined();
  });
});

function ledgerWork(work: Parameters<typeof ledgerWorld>[0][string]) {
  return work;
}
