import type { Buyer, OrderedProduct, PlaceOrder } from '../orders/order-decider.js';
import type { ProductListing } from '../products/product-decider.js';
import type { RegisterUser } from '../users/user-decider.js';
import type { Chance } from './seeded-random.js';

/** What one generated thing is made from; the same chance and time give the same thing. */
export interface GenerationContext extends Chance {
  /** When it happens, in milliseconds since the epoch. */
  readonly nowMs: number;
}

/** Invents what people and shopkeepers ask of the shop. Synchronous and without any effect but on the chance it is given. */
export interface ShopGenerator {
  /** Somebody new; the id is unique. */
  user(context: GenerationContext): RegisterUser;
  /** Something new on the shelf; the id is unique. */
  product(context: GenerationContext): ProductListing;
  /** An order of this user for this product. */
  order(user: Buyer, product: OrderedProduct, context: GenerationContext): PlaceOrder;
}
