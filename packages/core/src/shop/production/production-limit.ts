import type { DecidedBurst } from './decide-bursts.js';
import type { ProducedKind, ProducerSettings } from './producer-settings.js';
import type { Burst } from './production-plan.js';

/** Limits the number of entities of a run, by kind. */
export interface ProductionLimit {
  /** Whether any kind has reached its limit. */
  readonly isReached: boolean;
  /** The burst, reduced if it would exceed the limit together with `planned` other entities of its kind. */
  cut(burst: Burst, planned?: number): Burst;
  count(decided: readonly DecidedBurst[]): void;
}

/** Creates a limit; bursts of a kind without a number are never reduced. */
export function createProductionLimit({
  orderLimit: orders = Number.POSITIVE_INFINITY,
  userLimit: users = Number.POSITIVE_INFINITY,
}: Pick<ProducerSettings, 'orderLimit' | 'userLimit'>): ProductionLimit {
  const left: Record<ProducedKind, number> = { orders, users, products: Number.POSITIVE_INFINITY };
  return {
    get isReached() {
      return Object.values(left).some((count) => count <= 0);
    },
    cut: (burst, planned = 0) => ({
      ...burst,
      size: Math.min(burst.size, left[burst.kind] - planned),
    }),
    count(decided) {
      for (const { burst, events } of decided) left[burst.kind] -= events.length;
    },
  };
}
