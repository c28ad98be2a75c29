import { orderDecider } from '../orders/order-decider.js';
import { isValidationError } from '../../errors/index.js';
import type { EventEnvelope } from '../../events/envelope.js';
import type { EventRegistry } from '../../events/event-registry.js';
import type { Chance } from '../ports/seeded-random.js';
import type { Clock } from '../../ports/clock.js';
import type { ShopGenerator } from '../ports/shop-generator.js';
import { decideNew } from './decide-new.js';
import type { OrderPick, PickOrders } from './order-picks.js';
import type { PublishEvents } from '../../messaging/publish-events.js';

/** Decided orders, and the number that the shop refused. */
export interface DecidedOrders {
  readonly events: readonly EventEnvelope[];
  readonly refused: number;
}

/** The context of all orders of one burst. */
export interface BurstContext extends Chance {
  readonly nowMs: number;
  readonly correlationId: string;
}

/** Decides one order for each pick. Pure except for the random numbers it draws. */
export function decideOrders(
  { generator, registry }: { readonly generator: ShopGenerator; readonly registry: EventRegistry },
  picks: readonly OrderPick[],
  context: BurstContext,
): DecidedOrders {
  const events: EventEnvelope[] = [];
  const { ids, nowMs, correlationId } = context;
  const time = new Date(nowMs).toISOString();
  for (const { user, product } of picks) {
    const metadata = { id: ids.next(), time, origin: 'producer', correlationId };
    const data = generator.order(user, product, context);
    try {
      events.push(decideNew(orderDecider, { type: 'place', data }, registry, metadata));
    } catch (error) {
      if (!isValidationError(error)) throw error;
    }
  }
  return { events, refused: picks.length - events.length };
}

export interface GenerateOrdersDependencies {
  readonly pick: PickOrders;
  readonly generator: ShopGenerator;
  readonly registry: EventRegistry;
  readonly publish: PublishEvents;
  readonly chance: Chance;
  readonly clock: Clock;
}

/** The outcome of a burst. */
export interface GeneratedOrders {
  readonly requested: number;
  /** Published and durable. */
  readonly published: number;
  /** Orders that the shop refused, for example because the total is too large. */
  readonly refused: number;
}

/**
 * Picks users and products, decides an order for each pair and publishes them as one burst with one correlation id.
 * Publishes nothing if there is nothing to pick from. Rejects with the errors of the cache and of the bus.
 */
export async function generateOrders(
  { pick, generator, registry, publish, chance, clock }: GenerateOrdersDependencies,
  count: number,
): Promise<GeneratedOrders> {
  const picks = await pick(count);
  const { random, ids } = chance;
  const context = { random, ids, nowMs: clock.now(), correlationId: ids.next() };
  const { events, refused } = decideOrders({ generator, registry }, picks, context);
  await publish(events);
  return { requested: count, published: events.length, refused };
}
