import type { Buyer, OrderedProduct, PlaceOrder } from '../orders/order-decider.js';
import type { ProductListing } from '../products/product-decider.js';
import type { RegisterUser } from '../users/user-decider.js';
import type { Chance } from './seeded-random.js';

/** The input of one generated entity; the same input gives the same entity. */
export interface GenerationContext extends Chance {
  /** The time of the entity, in milliseconds since the epoch. */
  readonly nowMs: number;
}

/** Generates commands to the shop. Synchronous, and pure except for the random numbers it draws. */
export interface ShopGenerator {
  /** A new user with a unique id. */
  user(context: GenerationContext): RegisterUser;
  /** A new product with a unique id. */
  product(context: GenerationContext): ProductListing;
  /** An order of this product by this user. */
  order(user: Buyer, product: OrderedProduct, context: GenerationContext): PlaceOrder;
}
