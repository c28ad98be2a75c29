import type { DecidedBurst } from './decide-bursts.js';
import type { Burst } from './production-plan.js';

/** Sees to it that a run decides no more orders than it should. */
export interface OrderLimit {
  readonly isReached: boolean;
  /** The burst, made smaller where it would go too far beside `planned` other orders. */
  cut(burst: Burst, planned?: number): Burst;
  count(decided: readonly DecidedBurst[]): void;
}

/** Begins to count; without a limit nothing is ever cut. */
export function createOrderLimit(limit: number = Number.POSITIVE_INFINITY): OrderLimit {
  let decidedOrders = 0;
  return {
    get isReached() {
      return decidedOrders >= limit;
    },
    cut(burst, planned = 0) {
      if (burst.kind !== 'orders') return burst;
      return { ...burst, size: Math.min(burst.size, limit - decidedOrders - planned) };
    },
    count(decided) {
      for (const { burst, events } of decided) {
        if (burst.kind === 'orders') decidedOrders += events.length;
      }
    },
  };
}
