import { defineReadModel } from '../../projections/define/define-read-model.js';

/** Orders, pieces and amount by category and status. */
// One order alone may be for as many pieces as an integer column holds.
const figures = { orders: 'integer', quantity: 'decimal', amount: 'decimal' } as const;

const nothing = { orders: 0, quantity: 0, amount: 0 };

export const salesByCategoryModel = defineReadModel({
  name: 'sales_by_category',
  key: ['category', 'status'],
  columns: { category: 'text', status: 'text', ...figures },
  defaults: nothing,
});

/** Orders, pieces and amount by minute and status; a minute is text such as `2026-02-03T14:30Z`, in UTC. */
export const salesByMinuteModel = defineReadModel({
  name: 'sales_by_minute',
  key: ['minute', 'status'],
  columns: { minute: 'text', status: 'text', ...figures },
  defaults: nothing,
});
