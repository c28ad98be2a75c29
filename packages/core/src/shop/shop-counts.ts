import type { ReadModelStore } from '../ports/read-model-store.js';
import { ordersModel } from './orders/order-read-models.js';
import { productsModel } from './products/product-read-models.js';
import { usersModel } from './users/user-read-models.js';

/** How many rows the shop's read models hold. */
export interface ShopCounts {
  readonly users: number;
  readonly products: number;
  readonly orders: number;
}

/** Counts the rows of the shop's read models. Rejects with the store's PortError. */
export async function countShop(readModels: ReadModelStore): Promise<ShopCounts> {
  const [users, products, orders] = await Promise.all([
    readModels.count(usersModel),
    readModels.count(productsModel),
    readModels.count(ordersModel),
  ]);
  return { users, products, orders };
}
