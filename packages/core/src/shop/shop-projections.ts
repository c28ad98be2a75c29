import type { EventData } from '../events/envelope.js';
import { withOffset } from '../events/instant.js';
import type { Projection } from '../projections/projection.js';
import type { ReadModelWrite, Row } from '../projections/read-model.js';
import { orderCreated } from './orders/order-events.js';
import { ordersModel } from './orders/order-read-models.js';
import { productCreated } from './products/product-events.js';
import { productActivityModel, productsModel } from './products/product-read-models.js';
import { salesProjection } from './sales/sales-projection.js';
import { userCreated, userGradeChanged } from './users/user-events.js';
import { userActivityModel, usersModel } from './users/user-read-models.js';

/** The options of the shop's projections. */
export interface ShopProjectionOptions {
  /** The zone of times without one: `Z`, the default, or an offset such as `+09:00`. */
  readonly timeOffset?: string;
}

const activityColumns = ['order_count', 'last_ordered_at'];

/**
 * The shop's projections: users, products and orders inline; the activity of users and products, and the sales,
 * asynchronous.
 */
export function shopProjections(options: ShopProjectionOptions = {}): readonly Projection[] {
  const instant = (time: unknown): string => withOffset(String(time), options.timeOffset);
  return [
    users(instant),
    products(instant),
    orders(instant),
    activity(instant),
    salesProjection(instant),
  ];
}

type ReadInstant = (time: unknown) => string;

function users(instant: ReadInstant): Projection {
  return {
    name: 'users',
    version: 1,
    mode: 'inline',
    models: [usersModel],
    handles: [userCreated.type, userGradeChanged.type],
    project: ({ type, data }) =>
      type === userCreated.type
        ? [insertInto('users', withCreatedAt(data, instant))]
        : [
            {
              op: 'update',
              model: 'users',
              key: { user_id: data['user_id'] },
              set: { grade: data['grade'] },
            },
          ],
  };
}

function products(instant: ReadInstant): Projection {
  return {
    name: 'products',
    version: 1,
    mode: 'inline',
    models: [productsModel],
    handles: [productCreated.type],
    project: ({ data }) => [insertInto('products', withCreatedAt(data, instant))],
  };
}

function orders(instant: ReadInstant): Projection {
  return {
    name: 'orders',
    version: 1,
    mode: 'inline',
    models: [ordersModel],
    handles: [orderCreated.type],
    project: ({ data }) => [insertInto('orders', withCreatedAt(data, instant))],
  };
}

function activity(instant: ReadInstant): Projection {
  return {
    name: 'activity',
    version: 1,
    mode: 'async',
    models: [userActivityModel, productActivityModel, usersModel, productsModel],
    handles: [userCreated.type, productCreated.type, orderCreated.type],
    project: ({ type, data }) => {
      if (type === userCreated.type) return [mirrorUser(data['user_id'])];
      if (type === productCreated.type) return [mirrorProduct(data['product_id'])];
      return orderActivity(data, instant);
    },
  };
}

function orderActivity(data: EventData, instant: ReadInstant): readonly ReadModelWrite[] {
  const { user_id, product_id } = data;
  return [
    {
      op: 'accumulate',
      model: 'user_activity',
      key: { user_id },
      add: { order_count: 1 },
      max: { last_ordered_at: instant(data['created_at']) },
    },
    mirrorUser(user_id),
    { op: 'accumulate', model: 'product_activity', key: { product_id }, add: { order_count: 1 } },
    mirrorProduct(product_id),
  ];
}

function mirrorUser(user_id: unknown): ReadModelWrite {
  return {
    op: 'mirror',
    from: 'user_activity',
    model: 'users',
    key: { user_id },
    columns: activityColumns,
  };
}

function mirrorProduct(product_id: unknown): ReadModelWrite {
  return {
    op: 'mirror',
    from: 'product_activity',
    model: 'products',
    key: { product_id },
    columns: ['order_count'],
  };
}

function insertInto(model: string, row: Row): ReadModelWrite {
  return { op: 'insert', model, row };
}

function withCreatedAt(data: EventData, instant: ReadInstant): Row {
  return { ...data, created_at: instant(data['created_at']) };
}
