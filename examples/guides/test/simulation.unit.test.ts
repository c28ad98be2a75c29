import { describe, expect, it } from 'vitest';
import { readTape, replay, tapeLength } from '@foldmart/simulator';
import { forgetfulBank } from './bank.js';
// #region world
import { domainWorld, eventually, invariant, simulate, type Choose } from '@foldmart/simulator';
import { account, bank } from './bank.js';

type Accounts = { readonly account: typeof account };

const invariants = [
  invariant<Accounts>('no account is overdrawn', ({ states }) =>
    [...states('account').values()].every((balance) => balance >= 0),
  ),
  eventually<Accounts>('no money is lost', ({ events }) => {
    const sum = (type: string): number =>
      events
        .filter((event) => event.type === type)
        .reduce((total, { data }) => total + Number(data['amount']), 0);
    const [sent, received] = [sum('sent'), sum('received')];
    return sent === received || `${String(sent)} sent, ${String(received)} received`;
  }),
];

function chooseCommand(choose: Choose) {
  const [id, to] = [choose.oneOf(['ann', 'bob']), choose.oneOf(['bob', 'eve'])];
  return choose.oneOf([
    { decider: 'account', id, type: 'open', data: 100 },
    { decider: 'account', id, type: 'send', data: { to, amount: choose.integer(1, 60) } },
  ]);
}

const world = domainWorld({ config: { domain: bank }, commands: chooseCommand, invariants });
// #endregion

describe('a bank', () => {
  // #region simulate
  it('loses no money', { timeout: 60_000 }, async () => {
    const { failure } = await simulate(world, { seeds: 5 });
    expect(failure).toBeUndefined();
  });
  // #endregion

  it('without a partition loses no money either', { timeout: 60_000 }, async () => {
    const seeds = 1;
    // #region faults
    const { failure } = await simulate(world, {
      seeds,
      workMs: 60_000,
      faults: { calls: { crash: 10, stall: 0 }, system: { partition: 0 } },
    });
    // #endregion
    expect(failure).toBeUndefined();
  });
});

describe('a bank that forgets', () => {
  const forgetful = domainWorld({
    config: { domain: forgetfulBank },
    commands: chooseCommand,
    invariants,
  });

  it('is found out, and its tape fails again', { timeout: 60_000 }, async () => {
    // #region failure
    const { failure } = await simulate(forgetful, { seeds: 50, shrinkRuns: 30 });
    expect(failure).toMatchObject({ oracle: 'no money is lost' });
    // #endregion
    if (failure === undefined) throw new Error('it was not found');
    expect(tapeLength(failure.tape)).toBeLessThan(failure.decisionsBefore / 2);
    const again = await replay(forgetful, failure.tape);
    expect(again.failure).toMatchObject({ oracle: failure.oracle, detail: failure.detail });
  });

  it('fails on the tape that the guide keeps', async () => {
    const { failure } = await replay(forgetful, readTape(tape).tape);
    expect(failure).toMatchObject({ oracle: 'no money is lost' });
  });
});

// #region tape
import { simulate as simulation } from '@foldmart/simulator/vitest';

const tape = `{
  "format": "foldmart-tape-1",
  "world": "bank",
  "seed": 2,
  "lanes": {
    "schedule": [[35,1],[39,1],[40,1],[41,1],[44,1]],
    "calls of app-1": [[3,2]],
    "calls of app-2": [[29,2],[44,2],[50,1],[51,9]],
    "work of client-2": [[3,1],[4,1],[9,1],[13,1]]
  }
}`;

simulation.test('delivers what was sent before it first ran', world, { tape });
// #endregion
