import { defineDecider } from '../../app/define-decider.js';
import { ValidationError } from '../../errors/index.js';
import { discountRate } from './discount-rate.js';
import { productCreated, type ProductCreated } from './product-events.js';

/** A product as its seller describes it; the discount is derived from the prices. */
export interface ProductListing {
  readonly product_id: string;
  readonly name: string;
  readonly category: string;
  readonly brand: string;
  readonly price: number;
  /** The original price; at least `price`. */
  readonly org_price: number;
  readonly stock: number;
  /** Wire time. */
  readonly created_at: string;
}

/** The state of a product; undefined before it is listed. */
export type ProductState = { readonly productId: string } | undefined;

/** A product is listed once, and never above its original price. */
export const productDecider = defineDecider({
  events: { product_created: productCreated },
  initialState: undefined as ProductState,
  commands: {
    list: (state, product: ProductListing) => {
      if (state !== undefined) {
        throw new ValidationError(`Product ${state.productId} is listed already.`);
      }
      return { type: productCreated.type, data: withDiscountRate(product) };
    },
  },
  evolve: { product_created: (_state, { product_id }) => ({ productId: product_id }) },
});

function withDiscountRate(product: ProductListing): ProductCreated['data'] {
  const { product_id, name, category, brand, price, org_price, stock, created_at } = product;
  if (price > org_price) {
    throw new ValidationError(`Product ${product_id} costs more than its original price.`, [
      { path: 'price', message: `expected at most ${String(org_price)}` },
    ]);
  }
  const discount_rate = discountRate(price, org_price);
  return { product_id, name, category, brand, price, org_price, discount_rate, stock, created_at };
}
