// #region projections
import { accumulateRow, defineProjection, defineReadModel } from '@foldmart/core';
import { registry } from './gift-cards.js';

export const cardsModel = defineReadModel({
  name: 'gift_cards',
  key: ['card_id'],
  columns: { card_id: 'text', balance: 'integer' },
  defaults: { balance: 0 },
  operational: { last_mailed_at: 'timestamp' },
});

/** A row a card, there as soon as its event is. */
export const cards = defineProjection(registry, {
  name: 'gift-cards',
  version: 1,
  mode: 'inline',
  models: [cardsModel],
  on: {
    gift_card_issued: ({ data: { card_id, amount } }) => [
      accumulateRow(cardsModel, { card_id }, { add: { balance: amount } }),
    ],
    gift_card_redeemed: ({ data: { card_id, amount } }) => [
      accumulateRow(cardsModel, { card_id }, { add: { balance: -amount } }),
    ],
  },
});

export const redeemedModel = defineReadModel({
  name: 'redeemed_by_day',
  key: ['day'],
  columns: { day: 'text', amount: 'decimal', redemptions: 'integer' },
  defaults: { amount: 0, redemptions: 0 },
});

/** A row a day, which all cards share: added up in the background. */
export const redeemedByDay = defineProjection(registry, {
  name: 'redeemed-by-day',
  version: 1,
  mode: 'async',
  models: [redeemedModel],
  on: {
    gift_card_redeemed: ({ data: { day, amount } }) => [
      accumulateRow(redeemedModel, { day }, { add: { amount, redemptions: 1 } }),
    ],
  },
});
// #endregion
