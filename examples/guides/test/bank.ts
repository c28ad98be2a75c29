import { defineDecider, defineDomain, defineSubscription, ValidationError } from '@foldmart/core';
import * as z from 'zod';

// #region bank
const transfer = z.object({ id: z.string(), other: z.string(), amount: z.int().min(1) });

export const account = defineDecider({
  events: { opened: z.object({ amount: z.int() }), sent: transfer, received: transfer },
  initialState: 0,
  commands: {
    open: (balance, amount: number) => {
      if (balance > 0) throw new ValidationError('The account has money already.');
      return { type: 'opened', data: { amount } };
    },
    send: (balance, { to, amount }: { to: string; amount: number }, { id }) => {
      if (amount > balance) throw new ValidationError(`${id} has only ${String(balance)}.`);
      return { type: 'sent', data: { id, other: to, amount } };
    },
    receive: (_balance, { from, amount }: { from: string; amount: number }, { id }) => ({
      type: 'received',
      data: { id, other: from, amount },
    }),
  },
  evolve: {
    opened: (balance, { amount }) => balance + amount,
    sent: (balance, { amount }) => balance - amount,
    received: (balance, { amount }) => balance + amount,
  },
});

const transfers = (from: 'start' | 'end') =>
  defineSubscription({
    name: 'transfers',
    events: [account.events.sent],
    from,
    handle: async ({ data: { id, other, amount } }, { commands }) => {
      await commands(account, other).receive({ from: id, amount });
    },
  });

export const bank = defineDomain({
  name: 'bank',
  deciders: { account },
  subscriptions: [transfers('start')],
});
// #endregion

/** The bank with a mistake: what is sent before the subscription first runs is never received. */
export const forgetfulBank = defineDomain({
  name: 'bank',
  deciders: { account },
  subscriptions: [transfers('end')],
});
