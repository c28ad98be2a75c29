import { defineReadModel } from '../../projections/define/define-read-model.js';

// One order alone may be for as many pieces as an integer column holds.
const figures = { orders: 'integer', quantity: 'decimal', amount: 'decimal' } as const;

const nothing = { orders: 0, quantity: 0, amount: 0 };

/** What was ordered in each category, by the status of the orders: how many orders, how many pieces, for how much in all. */
export const salesByCategoryModel = defineReadModel({
  name: 'sales_by_category',
  key: ['category', 'status'],
  columns: { category: 'text', status: 'text', ...figures },
  defaults: nothing,
});

/** The same for each minute in which something was ordered; a minute reads `2026-02-03T14:30Z`, in UTC. */
export const salesByMinuteModel = defineReadModel({
  name: 'sales_by_minute',
  key: ['minute', 'status'],
  columns: { minute: 'text', status: 'text', ...figures },
  defaults: nothing,
});
