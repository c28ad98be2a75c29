import type { DomainEvent } from '../events/event-definition.js';
import { evolveCoupon } from './coupons/coupon-state.js';
import { orderDecider } from './orders/order-decider.js';
import { productDecider } from './products/product-decider.js';
import { userDecider } from './users/user-decider.js';

/** What a stream's events amount to. */
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

/** How the streams of the shop are folded, by their ids; undefined for one that is not the shop's. */
export function shopStreamFold(streamId: string): StreamFold | undefined {
  return kinds.find(({ pattern }) => pattern.test(streamId));
}

/** The pattern says which events these are: a stream holds no others. */
function kind(
  pattern: RegExp,
  { initialState, evolve }: { readonly initialState: unknown; readonly evolve: unknown },
): StreamKind {
  return { pattern, initialState, evolve: evolve as StreamFold['evolve'] };
}
