import { withOffset } from '../events/instant.js';
import { defineProjection } from '../projections/define/define-projection.js';
import {
  accumulateRow,
  insertRow,
  mirrorRow,
  updateRow,
} from '../projections/define/row-writes.js';
import type { Projection } from '../projections/projection.js';
import { spendingProjection } from './grades/spending-projection.js';
import { ordersModel } from './orders/order-read-models.js';
import { productActivityModel, productsModel } from './products/product-read-models.js';
import { salesProjection } from './sales/sales-projection.js';
import { shopRegistry } from './shop-registry.js';
import { userActivityModel, usersModel } from './users/user-read-models.js';

/** The options of the shop's projections. */
export interface ShopProjectionOptions {
  /** The zone of times without one: `Z`, the default, or an offset such as `+09:00`. */
  readonly timeOffset?: string;
}

/**
 * The shop's projections: users, products and orders inline; the activity of users and products, the sales and
 * the spending of users asynchronous.
 */
export function shopProjections(options: ShopProjectionOptions = {}): readonly Projection[] {
  const instant = (time: string): string => withOffset(time, options.timeOffset);
  return [
    users(instant),
    products(instant),
    orders(instant),
    activity(instant),
    salesProjection(instant),
    spendingProjection(instant),
  ];
}

type ReadInstant = (time: string) => string;

function users(instant: ReadInstant): Projection {
  return defineProjection(shopRegistry, {
    name: 'users',
    version: 1,
    mode: 'inline',
    models: [usersModel],
    on: {
      user_created: ({ data }) => [insertRow(usersModel, withCreatedAt(data, instant))],
      user_grade_changed: ({ data: { user_id, grade } }) => [
        updateRow(usersModel, { user_id }, { grade }),
      ],
    },
  });
}

function products(instant: ReadInstant): Projection {
  return defineProjection(shopRegistry, {
    name: 'products',
    version: 1,
    mode: 'inline',
    models: [productsModel],
    on: {
      product_created: ({ data }) => [insertRow(productsModel, withCreatedAt(data, instant))],
    },
  });
}

function orders(instant: ReadInstant): Projection {
  return defineProjection(shopRegistry, {
    name: 'orders',
    version: 1,
    mode: 'inline',
    models: [ordersModel],
    on: {
      order_created: ({ data }) => [insertRow(ordersModel, withCreatedAt(data, instant))],
      order_status_changed: ({ data: { order_id, status } }) => [
        updateRow(ordersModel, { order_id }, { status }),
      ],
    },
  });
}

function activity(instant: ReadInstant): Projection {
  return defineProjection(shopRegistry, {
    name: 'activity',
    version: 1,
    mode: 'async',
    models: [userActivityModel, productActivityModel, usersModel, productsModel],
    on: {
      user_created: ({ data }) => [mirrorUser(data)],
      product_created: ({ data }) => [mirrorProduct(data)],
      order_created: ({ data: { user_id, product_id, created_at } }) => [
        accumulateRow(
          userActivityModel,
          { user_id },
          { add: { order_count: 1 }, max: { last_ordered_at: instant(created_at) } },
        ),
        mirrorUser({ user_id }),
        accumulateRow(productActivityModel, { product_id }, { add: { order_count: 1 } }),
        mirrorProduct({ product_id }),
      ],
    },
  });
}

function mirrorUser({ user_id }: { readonly user_id: string }) {
  const columns = ['order_count', 'last_ordered_at'] as const;
  return mirrorRow(userActivityModel, usersModel, { user_id }, columns);
}

function mirrorProduct({ product_id }: { readonly product_id: string }) {
  return mirrorRow(productActivityModel, productsModel, { product_id }, ['order_count']);
}

function withCreatedAt<Data extends { readonly created_at: string }>(
  data: Data,
  instant: ReadInstant,
): Data {
  return { ...data, created_at: instant(data.created_at) };
}
