import { createEventRegistry } from '../events/event-registry.js';
import { couponEventDefinitions } from './coupons/coupon-events.js';
import { orderCreated, orderStatusChanged } from './orders/order-events.js';
import { productCreated } from './products/product-events.js';
import { userCreated, userGradeChanged } from './users/user-events.js';

/** Every event type of the shop. */
export const shopRegistry = createEventRegistry([
  userCreated,
  userGradeChanged,
  productCreated,
  orderCreated,
  orderStatusChanged,
  ...couponEventDefinitions,
]);
