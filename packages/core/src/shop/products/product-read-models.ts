import { defineReadModel } from '../../projections/define/define-read-model.js';

/** The current state of products; `order_count` is mirrored from {@link productActivityModel}. */
export const productsModel = defineReadModel({
  name: 'products',
  key: ['product_id'],
  columns: {
    product_id: 'text',
    name: 'text',
    category: 'text',
    brand: 'text',
    price: 'decimal',
    org_price: 'decimal',
    discount_rate: 'decimal',
    stock: 'integer',
    created_at: 'timestamp',
    order_count: 'integer',
  },
  defaults: { order_count: 0 },
  operational: { last_cached_at: 'timestamp' },
  arrival: 'arrival',
  indexes: [
    ['last_cached_at', 'arrival'],
    ['order_count', 'arrival'],
    ['created_at', 'arrival'],
  ],
});

/** How often products were ordered, including products whose own event has not arrived yet. */
export const productActivityModel = defineReadModel({
  name: 'product_activity',
  key: ['product_id'],
  columns: { product_id: 'text', order_count: 'integer' },
  defaults: { order_count: 0 },
});
