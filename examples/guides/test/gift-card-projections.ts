// #region projections
import type { Projection, ReadModel } from '@foldmart/core';

export const cardsModel: ReadModel = {
  name: 'gift_cards',
  key: ['card_id'],
  columns: { card_id: 'text', balance: 'integer' },
  defaults: { balance: 0 },
  operational: { last_mailed_at: 'timestamp' },
};

/** A row a card, there as soon as its event is. */
export const cards: Projection = {
  name: 'gift-cards',
  version: 1,
  mode: 'inline',
  models: [cardsModel],
  handles: ['gift_card_issued', 'gift_card_redeemed'],
  project: ({ type, data }) => [
    {
      op: 'accumulate',
      model: 'gift_cards',
      key: { card_id: data['card_id'] },
      add: { balance: type === 'gift_card_issued' ? data['amount'] : -Number(data['amount']) },
    },
  ],
};

export const redeemedModel: ReadModel = {
  name: 'redeemed_by_day',
  key: ['day'],
  columns: { day: 'text', amount: 'decimal', redemptions: 'integer' },
  defaults: { amount: 0, redemptions: 0 },
};

/** A row a day, which all cards share: added up in the background. */
export const redeemedByDay: Projection = {
  name: 'redeemed-by-day',
  version: 1,
  mode: 'async',
  models: [redeemedModel],
  handles: ['gift_card_redeemed'],
  project: ({ data }) => [
    {
      op: 'accumulate',
      model: 'redeemed_by_day',
      key: { day: data['day'] },
      add: { amount: data['amount'], redemptions: 1 },
    },
  ],
};
// #endregion
