export {
  orderDecider,
  type Buyer,
  type OrderCommand,
  type OrderedProduct,
  type OrderState,
  type PlaceOrder,
} from './orders/order-decider.js';
export { orderCreated, type OrderCreated, type OrderEvent } from './orders/order-events.js';
export { ordersModel } from './orders/order-read-models.js';
export { discountRate } from './products/discount-rate.js';
export {
  productDecider,
  type ListProduct,
  type ProductCommand,
  type ProductListing,
  type ProductState,
} from './products/product-decider.js';
export {
  productCreated,
  type ProductCreated,
  type ProductEvent,
} from './products/product-events.js';
export { productActivityModel, productsModel } from './products/product-read-models.js';
export { salesByCategoryModel, salesByMinuteModel } from './sales/sales-read-models.js';
export {
  cachedProductSchema,
  cachedUserSchema,
  createShopCache,
  type CachedProduct,
  type CachedUser,
  type ShopCache,
} from './shop-cache.js';
export {
  consumerGroup,
  consumerTypes,
  shopConsumer,
  shopConsumers,
  type ConsumerType,
  type ShopConsumer,
} from './shop-consumers.js';
export { shopProjections, type ShopProjectionOptions } from './shop-projections.js';
export { shopRegistry } from './shop-registry.js';
export { shopStreamFold, type StreamFold } from './shop-streams.js';
export { shopTopics, type ShopTopicOptions } from './shop-topics.js';
export {
  createPropensityRule,
  defaultPropensityWeights,
  mostInclined,
  type PropensityFacts,
  type PropensityRule,
  type PropensityWeights,
} from './users/purchase-propensity.js';
export {
  userDecider,
  type ChangeGrade,
  type RegisterUser,
  type UserCommand,
  type UserState,
} from './users/user-decider.js';
export {
  userCreated,
  userGradeChanged,
  type UserCreated,
  type UserEvent,
  type UserGradeChanged,
} from './users/user-events.js';
export { userActivityModel, usersModel } from './users/user-read-models.js';
export { wireTimeOf } from './wire-time.js';
