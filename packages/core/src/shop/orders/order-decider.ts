import { defineDecider } from '../../app/define-decider.js';
import { ValidationError } from '../../errors/index.js';
import { fromMoneyUnits, toMoneyUnits } from '../money.js';
import {
  orderCreated,
  orderStatusChanged,
  type OrderCreated,
  type OrderEvent,
} from './order-events.js';

/** The fields of the user that an order copies. */
export interface Buyer {
  readonly user_id: string;
  readonly region: string;
  readonly gender: string;
  readonly age_group: string;
}

/** The fields of the product that an order copies. */
export interface OrderedProduct {
  readonly product_id: string;
  readonly category: string;
  readonly price: number;
}

/** Orders a quantity of one product. */
export interface PlaceOrder {
  readonly orderId: string;
  /** Wire time. */
  readonly placedAt: string;
  readonly buyer: Buyer;
  readonly product: OrderedProduct;
  readonly quantity: number;
  readonly shippingCost: number;
  readonly discountAmount: number;
  readonly paymentMethod: string;
  readonly status: string;
}

/** Changes the status of an order. Which statuses follow which is up to the caller. */
export interface ChangeOrderStatus {
  readonly status: string;
  /** Wire time. */
  readonly changedAt: string;
}

/** An order that was placed. */
export interface PlacedOrder {
  readonly orderId: string;
  readonly userId: string;
  /** Wire time. */
  readonly placedAt: string;
  readonly totalAmount: number;
  readonly status: string;
}

/** The state of an order; undefined before it is placed. */
export type OrderState = PlacedOrder | undefined;

/**
 * An order is placed once. It costs price × quantity + shipping − discount, and at least 0. Only the status of an order
 * that was placed can change, and setting the same status again has no effect.
 */
export const orderDecider = defineDecider({
  events: { order_created: orderCreated, order_status_changed: orderStatusChanged },
  initialState: undefined as OrderState,
  commands: {
    place: (state, order: PlaceOrder): OrderEvent => {
      if (state !== undefined) {
        throw new ValidationError(`Order ${state.orderId} is placed already.`);
      }
      return { type: orderCreated.type, data: orderData(order) };
    },
    changeStatus: (state, change: ChangeOrderStatus): OrderEvent | undefined =>
      changeStatus(state, change),
  },
  evolve: {
    order_created: (_state, { order_id, user_id, created_at, total_amount, status }) => ({
      orderId: order_id,
      userId: user_id,
      placedAt: created_at,
      totalAmount: total_amount,
      status,
    }),
    order_status_changed: (state, { status }) =>
      state === undefined ? state : { ...state, status },
  },
});

function changeStatus(
  state: OrderState,
  { status, changedAt }: ChangeOrderStatus,
): OrderEvent | undefined {
  if (state === undefined) {
    throw new ValidationError('An order that was not placed has no status to change.');
  }
  if (state.status === status) return undefined;
  const data = {
    order_id: state.orderId,
    user_id: state.userId,
    previous_status: state.status,
    status,
    changed_at: changedAt,
    ordered_at: state.placedAt,
    total_amount: state.totalAmount,
  };
  return { type: orderStatusChanged.type, data };
}

function orderData(command: PlaceOrder): OrderCreated['data'] {
  const { buyer, product } = command;
  return {
    order_id: command.orderId,
    created_at: command.placedAt,
    user_id: buyer.user_id,
    product_id: product.product_id,
    quantity: command.quantity,
    total_amount: orderTotal(command),
    shipping_cost: command.shippingCost,
    discount_amount: command.discountAmount,
    payment_method: command.paymentMethod,
    status: command.status,
    category: product.category,
    user_region: buyer.region,
    user_gender: buyer.gender,
    user_age_group: buyer.age_group,
  };
}

function orderTotal(command: PlaceOrder): number {
  const { quantity, product, shippingCost, discountAmount } = command;
  if (!Number.isSafeInteger(quantity) || quantity < 1) {
    throw refusal(command, 'quantity', 'expected a whole number from 1');
  }
  const shipping = units(command, 'shippingCost', shippingCost);
  const discount = units(command, 'discountAmount', discountAmount);
  const total = units(command, 'product.price', product.price) * quantity + shipping - discount;
  if (total < 0) throw refusal(command, 'discountAmount', 'expected at most what the order costs');
  if (!Number.isSafeInteger(total)) throw refusal(command, 'quantity', 'the total is too large');
  return fromMoneyUnits(total);
}

function units(command: PlaceOrder, path: string, amount: number): number {
  const exact = toMoneyUnits(amount);
  if (exact === undefined || exact < 0) {
    throw refusal(command, path, 'expected an amount from 0 with at most four decimals');
  }
  return exact;
}

function refusal({ orderId }: PlaceOrder, path: string, message: string): ValidationError {
  return new ValidationError(`Order ${orderId} cannot be placed: ${path}: ${message}.`, [
    { path, message },
  ]);
}
