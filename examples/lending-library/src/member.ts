import {
  addDecimals,
  compareDecimals,
  defineDecider,
  subtractDecimals,
  ValidationError,
} from '@foldmart/core';
import * as z from 'zod';

const amount = z.string().regex(/^\d+(\.\d{1,2})?$/);

/** One member: the fees that they owe, an exact decimal. */
export const member = defineDecider({
  events: {
    fee_charged: z.object({ member: z.string(), amount }),
    fee_paid: z.object({ member: z.string(), amount }),
  },
  initialState: { owed: '0' },
  commands: {
    charge: (_state, fee: string, { id }) => ({
      type: 'fee_charged',
      data: { member: id, amount: fee },
    }),
    pay: ({ owed }, paid: string, { id }) => {
      if (compareDecimals(paid, owed) > 0) throw new ValidationError(`${id} owes only ${owed}.`);
      return { type: 'fee_paid', data: { member: id, amount: paid } };
    },
  },
  evolve: {
    fee_charged: ({ owed }, { amount: charged }) => ({ owed: addDecimals(owed, charged) }),
    fee_paid: ({ owed }, { amount: paid }) => ({ owed: subtractDecimals(owed, paid) }),
  },
});
