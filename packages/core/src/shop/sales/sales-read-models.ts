import type { ColumnType, ReadModel } from '../../projections/read-model.js';

// A single order may have as many pieces as an integer column holds, so sums need a decimal.
const figures: Readonly<Record<string, ColumnType>> = {
  orders: 'integer',
  quantity: 'decimal',
  amount: 'decimal',
};

const nothing = { orders: 0, quantity: 0, amount: 0 };

/** Orders, pieces and amount by category and status. */
export const salesByCategoryModel: ReadModel = {
  name: 'sales_by_category',
  key: ['category', 'status'],
  columns: { category: 'text', status: 'text', ...figures },
  defaults: nothing,
};

/** Orders, pieces and amount by minute and status; a minute is text such as `2026-02-03T14:30Z`, in UTC. */
export const salesByMinuteModel: ReadModel = {
  name: 'sales_by_minute',
  key: ['minute', 'status'],
  columns: { minute: 'text', status: 'text', ...figures },
  defaults: nothing,
};
