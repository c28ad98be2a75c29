import type { DomainEvent } from '../../events/event-definition.js';
import type { EventEnvelope } from '../../events/envelope.js';
import type { EventRegistry } from '../../events/event-registry.js';
import { productDecider } from '../products/product-decider.js';
import { userDecider } from '../users/user-decider.js';
import type { Decider } from '../../commands/decider.js';
import type { Chance, SeededRandom } from '../ports/seeded-random.js';
import type { ShopGenerator } from '../ports/shop-generator.js';
import { decideNew } from './decide-new.js';
import { decideOrders, type BurstContext } from './generate-orders.js';
import type { OrderPick, PickOrders } from './order-picks.js';
import type { ProducedKind } from './producer-settings.js';
import type { Burst } from './production-plan.js';

export interface DecideBurstsDependencies {
  readonly generator: ShopGenerator;
  readonly registry: EventRegistry;
  readonly chance: SeededRandom;
  readonly pick: PickOrders;
  /** The time of a burst, in milliseconds since the epoch. */
  readonly timeOf: (burst: Burst) => number;
}

/** A burst with its events; fewer than its size if the shop refused some. */
export interface DecidedBurst {
  readonly burst: Burst;
  readonly events: readonly EventEnvelope[];
}

/**
 * Turns bursts into events, in their order; undefined if orders are due and there is nothing to pick from. For the
 * same random numbers and picks, the events do not depend on how many bursts are decided at once.
 */
export type DecideBursts = (
  bursts: readonly Burst[],
) => Promise<readonly DecidedBurst[] | undefined>;

/** Creates the function that decides bursts; it draws from one random sequence per kind. */
export function createBurstDecider(dependencies: DecideBurstsDependencies): DecideBursts {
  const { chance, pick, timeOf } = dependencies;
  const chances: Readonly<Record<ProducedKind, Chance>> = {
    orders: chance('orders/details'),
    products: chance('products/details'),
    users: chance('users/details'),
  };
  return async (bursts) => {
    const wanted = bursts.reduce((sum, { kind, size }) => sum + (kind === 'orders' ? size : 0), 0);
    const picks = wanted === 0 ? [] : await pick(wanted);
    if (picks.length < wanted) return undefined;
    let used = 0;
    return bursts.map((burst) => {
      const { random, ids } = chances[burst.kind];
      const context = { random, ids, nowMs: timeOf(burst), correlationId: burst.correlationId };
      if (burst.kind !== 'orders')
        return { burst, events: decideOthers(burst, dependencies, context) };
      used += burst.size;
      const events = decideBurstOrders(picks.slice(used - burst.size, used), dependencies, context);
      return { burst, events };
    });
  };
}

function decideBurstOrders(
  picks: readonly OrderPick[],
  dependencies: DecideBurstsDependencies,
  context: BurstContext,
): readonly EventEnvelope[] {
  return decideOrders(dependencies, picks, context).events;
}

function decideOthers(
  { kind, size }: Burst,
  { generator, registry }: DecideBurstsDependencies,
  context: BurstContext,
): readonly EventEnvelope[] {
  const { ids, nowMs, correlationId } = context;
  const time = new Date(nowMs).toISOString();
  const decide = <State, Command>(
    decider: Pick<Decider<State, Command, DomainEvent>, 'decide' | 'initialState'>,
    command: Command,
  ): EventEnvelope =>
    decideNew(decider, command, registry, {
      id: ids.next(),
      time,
      origin: 'producer',
      correlationId,
    });
  return Array.from({ length: size }, () =>
    kind === 'users'
      ? decide(userDecider, { type: 'register', data: generator.user(context) })
      : decide(productDecider, { type: 'list', data: generator.product(context) }),
  );
}
