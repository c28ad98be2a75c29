import type { DomainEvent } from '../events/event-definition.js';
import { evolveCoupon } from './coupons/coupon-state.js';
import { orderDecider } from './orders/order-decider.js';
import { productDecider } from './products/product-decider.js';
import { userDecider } from './users/user-decider.js';

/** The state of a stream. */
export interface StreamFold {
  readonly initialState: unknown;
  readonly evolve: (state: unknown, event: DomainEvent) => unknown;
}

interface StreamKind extends StreamFold {
  readonly pattern: RegExp;
}

const kinds: readonly StreamKind[] = [
  kind(/^user-/, userDecider),
  kind(/^product-/, productDecider),
  kind(/^order-/, orderDecider),
  kind(/^coupon-\d+$/, { initialState: undefined, evolve: evolveCoupon }),
];

/** The fold of a stream of the shop, by its id; undefined for any other stream. */
export function shopStreamFold(streamId: string): StreamFold | undefined {
  return kinds.find(({ pattern }) => pattern.test(streamId));
}

/** The pattern of the id decides which events these are: a stream holds no others. */
function kind(
  pattern: RegExp,
  { initialState, evolve }: { readonly initialState: unknown; readonly evolve: unknown },
): StreamKind {
  return { pattern, initialState, evolve: evolve as StreamFold['evolve'] };
}
