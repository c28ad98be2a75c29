import { defineReadModel } from '../../projections/define/define-read-model.js';

/**
 * The amount that each user bought on each day. A day is text such as `2026-02-03`, in UTC. Rows of old days are kept:
 * readers bound the days that they ask for.
 */
export const spendingModel = defineReadModel({
  name: 'spending_by_day',
  key: ['user_id', 'day'],
  columns: { user_id: 'text', day: 'text', amount: 'decimal' },
  defaults: { amount: 0 },
});
