import type { DomainEvent } from '../events/event-definition.js';
import type { CouponEvent } from './coupons/coupon-events.js';
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
  kind(/^coupon-\d+$/, {
    initialState: undefined,
    evolve: (state: ReturnType<typeof evolveCoupon>, event: CouponEvent) =>
      evolveCoupon(state, event),
  }),
];

/** How the streams of the shop are folded, by their ids; undefined for one that is not the shop's. */
export function shopStreamFold(streamId: string): StreamFold | undefined {
  return kinds.find(({ pattern }) => pattern.test(streamId));
}

function kind<State, Event>(
  pattern: RegExp,
  fold: { readonly initialState: State; readonly evolve: (state: State, event: Event) => State },
): StreamKind {
  // The pattern says which events these are: a stream holds no others.
  return { pattern, ...(fold as unknown as StreamFold) };
}
