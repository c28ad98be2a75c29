// #region gift-cards
import {
  createEventRegistry,
  defineEvent,
  ValidationError,
  type Decider,
  type EventOf,
} from '@foldmart/core';
import { z } from 'zod';

export const giftCardIssued = defineEvent({
  type: 'gift_card_issued',
  version: 1,
  schema: z.looseObject({ card_id: z.string(), amount: z.int().positive() }),
  topic: 'gift-cards',
  partitionKey: (data) => data.card_id,
  streamId: (data) => `card-${data.card_id}`,
  startsStream: true,
  identity: (data) => data.card_id,
});

export const giftCardRedeemed = defineEvent({
  type: 'gift_card_redeemed',
  version: 1,
  schema: z.looseObject({
    card_id: z.string(),
    receipt: z.string(),
    amount: z.int().positive(),
    day: z.iso.date(),
  }),
  topic: 'gift-cards',
  partitionKey: (data) => data.card_id,
  streamId: (data) => `card-${data.card_id}`,
  startsStream: false,
  identity: (data) => data.receipt,
});

export const registry = createEventRegistry([giftCardIssued, giftCardRedeemed]);

export type GiftCardEvent = EventOf<typeof giftCardIssued> | EventOf<typeof giftCardRedeemed>;
export type GiftCardCommand =
  | { readonly do: 'issue'; readonly card_id: string; readonly amount: number }
  | {
      readonly do: 'redeem';
      readonly receipt: string;
      readonly amount: number;
      readonly day: string;
    };

/** Undefined before the card is issued. */
export type GiftCard = { readonly card_id: string; readonly balance: number } | undefined;

export const giftCards: Decider<GiftCard, GiftCardCommand, GiftCardEvent> = {
  initialState: undefined,
  decide(command, card) {
    if (command.do === 'issue') {
      const { card_id, amount } = command;
      if (card !== undefined) throw new ValidationError(`Card ${card_id} is issued already.`);
      return [{ type: 'gift_card_issued', data: { card_id, amount } }];
    }
    if (card === undefined) throw new ValidationError('There is no such card.');
    const { receipt, amount, day } = command;
    if (amount > card.balance) {
      throw new ValidationError(`Card ${card.card_id} has ${String(card.balance)} left.`);
    }
    return [{ type: 'gift_card_redeemed', data: { card_id: card.card_id, receipt, amount, day } }];
  },
  evolve(card, { type, data }) {
    if (type === 'gift_card_issued') return { card_id: data.card_id, balance: data.amount };
    return card && { ...card, balance: card.balance - data.amount };
  },
};
// #endregion
