import type { EventEnvelope } from '@foldmart/core';
import {
  decideOrders,
  defaultCatalogue,
  pickFromCatalogue,
  shopRegistry,
} from '@foldmart/core/shop';
import { createShopGenerator, seededChance } from '@foldmart/generator';

const catalogue = { ...defaultCatalogue, users: 2_000, products: 2_000 };

/** Orders as the producer generates them; the same seed gives the same orders. */
export async function generateOrderEvents(
  count: number,
  seed: string,
): Promise<readonly EventEnvelope[]> {
  const chance = seededChance(seed);
  const generator = createShopGenerator({ locale: 'ko' });
  const pick = pickFromCatalogue({ generator, registry: shopRegistry, chance }, catalogue);
  const { random, ids } = chance('orders');
  const context = { random, ids, nowMs: catalogue.startMs, correlationId: ids.next() };
  const { events } = decideOrders(
    { generator, registry: shopRegistry },
    await pick(count),
    context,
  );
  return events;
}
