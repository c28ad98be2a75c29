export { orderCreated, type OrderCreated, type OrderEvent } from './orders/order-events.js';
export { ordersModel } from './orders/order-read-models.js';
export {
  productCreated,
  type ProductCreated,
  type ProductEvent,
} from './products/product-events.js';
export { productActivityModel, productsModel } from './products/product-read-models.js';
export { shopProjections, type ShopProjectionOptions } from './shop-projections.js';
export {
  userCreated,
  userGradeChanged,
  type UserCreated,
  type UserEvent,
  type UserGradeChanged,
} from './users/user-events.js';
export { userActivityModel, usersModel } from './users/user-read-models.js';
