import type { EventEnvelope } from '@foldmart/core';
import {
  decideOrders,
  defaultCatalogue,
  pickFromCatalogue,
  shopRegistry,
} from '@foldmart/core/shop';
import { createShopGenerator, seededChance } from '@foldmart/generator';
import { systemIds as ids } from '@foldmart/node';

const catalogue = { ...defaultCatalogue, users: 2_000, products: 2_000 };

/** Generates so many orders. */
export type GenerateOrders = (count: number) => Promise<readonly EventEnvelope[]>;

/**
 * A generator of orders as the producer's, of a catalogue that exists. The same seed gives the same orders, but for their ids,
 * which are new, as the producer's are.
 */
export function orderGenerator(seed: string): GenerateOrders {
  const chance = seededChance(seed);
  const generator = createShopGenerator({ locale: 'ko' });
  const pick = pickFromCatalogue({ generator, registry: shopRegistry, chance }, catalogue);
  const { random } = chance('orders');
  const context = { random, ids, nowMs: catalogue.startMs, correlationId: ids.next() };
  const dependencies = { generator, registry: shopRegistry };
  return async (count) => decideOrders(dependencies, await pick(count), context).events;
}

/** Orders as the producer generates them; see {@link orderGenerator}. */
export function generateOrderEvents(
  count: number,
  seed: string,
): Promise<readonly EventEnvelope[]> {
  return orderGenerator(seed)(count);
}
