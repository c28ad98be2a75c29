import { defineReadModel } from '../../projections/define/define-read-model.js';

/** Orders as they were placed, with their current status. */
export const ordersModel = defineReadModel({
  name: 'orders',
  key: ['order_id'],
  columns: {
    order_id: 'text',
    created_at: 'timestamp',
    user_id: 'text',
    product_id: 'text',
    quantity: 'integer',
    total_amount: 'decimal',
    shipping_cost: 'decimal',
    discount_amount: 'decimal',
    payment_method: 'text',
    status: 'text',
    category: 'text',
    user_region: 'text',
    user_gender: 'text',
    user_age_group: 'text',
  },
});
