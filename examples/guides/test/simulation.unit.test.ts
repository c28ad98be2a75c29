import { describe, expect, it } from 'vitest';
import { forgetfulBank } from './bank.js';
// #region world
import { domainWorld, eventually, invariant, type Choose } from '@foldmart/simulator';
import { bank, type account } from './bank.js';

type Accounts = { account: typeof account };

const invariants = [
  invariant<Accounts>('no account is overdrawn', ({ states }) =>
    [...states('account').values()].every((balance) => balance >= 0),
  ),
  eventually<Accounts>('no money is lost', ({ events }) => {
    const sum = (type: string): number =>
      events
        .filter((event) => event.type === type)
        .reduce((total, { data }) => total + Number(data['amount']), 0);
    return sum('sent') === sum('received') || `${sum('sent')} sent, ${sum('received')} received`;
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

// #region simulate
import { simulate } from '@foldmart/simulator';

it('loses no money', async () => {
  const { failure } = await simulate(world, { seeds: 20 });
  expect(failure).toBeUndefined();
});
// #endregion

describe('a bank that forgets', () => {
  const forgetful = domainWorld({
    config: { domain: forgetfulBank },
    commands: chooseCommand,
    invariants,
  });

  it('is found out', { timeout: 60_000 }, async () => {
    // #region failure
    const { failure } = await simulate(forgetful, { seeds: 50 });
    expect(failure).toMatchObject({ oracle: 'no money is lost' });
    // #endregion
    if (failure !== undefined && process.env['SHOW']) console.log(describeFailure(failure), writeTape({world:'bank', tape: failure.tape}));
  });
});
import { describeFailure, writeTape } from '@foldmart/simulator';
