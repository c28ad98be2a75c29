import { defineReadModel } from '../../projections/define/define-read-model.js';

/** The current state of users; `order_count` and `last_ordered_at` are mirrored from {@link userActivityModel}. */
export const usersModel = defineReadModel({
  name: 'users',
  key: ['user_id'],
  columns: {
    user_id: 'text',
    name: 'text',
    email: 'text',
    phone: 'text',
    gender: 'text',
    age: 'integer',
    age_group: 'text',
    region: 'text',
    grade: 'text',
    created_at: 'timestamp',
    order_count: 'integer',
    last_ordered_at: 'timestamp',
  },
  defaults: { order_count: 0 },
  operational: { last_cached_at: 'timestamp' },
  arrival: 'arrival',
  indexes: [
    ['last_cached_at', 'arrival'],
    ['last_ordered_at', 'arrival'],
    ['created_at', 'arrival'],
  ],
});

/** The order activity of users, including users whose own event has not arrived yet. */
export const userActivityModel = defineReadModel({
  name: 'user_activity',
  key: ['user_id'],
  columns: { user_id: 'text', order_count: 'integer', last_ordered_at: 'timestamp' },
  defaults: { order_count: 0 },
});
