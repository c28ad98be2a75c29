import type { DecidedBurst } from './decide-bursts.js';
import type { Burst } from './production-plan.js';

/** Limits the number of orders of a run. */
export interface OrderLimit {
  readonly isReached: boolean;
  /** The burst, reduced if it would exceed the limit together with `planned` other orders. */
  cut(burst: Burst, planned?: number): Burst;
  count(decided: readonly DecidedBurst[]): void;
}

/** Creates a limit; without a number, bursts are never reduced. */
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
