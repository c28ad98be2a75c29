import {
  createMemoryDatabase,
  MemoryEntityCache,
  type BeforeCommit,
  type MemoryDatabaseInstance,
} from '@foldmart/adapters-memory';
import { createWireCodec, silentLogger, type EntityCache } from '@foldmart/core';
import {
  createShopCache,
  shopProjections,
  shopRegistry,
  type SeededRandom,
  type ShopCache,
} from '@foldmart/core/shop';
import { createShopGenerator, seededChance } from '@foldmart/generator';
import { VirtualClock } from '@foldmart/core/testing';

/** A complete shop in memory, in virtual time. */
export interface MemoryShop {
  readonly clock: VirtualClock;
  readonly database: MemoryDatabaseInstance;
  readonly cache: EntityCache;
  readonly shopCache: ShopCache;
  readonly chance: SeededRandom;
  readonly common: ReturnType<typeof commonParts>;
}

/** Creates an independent shop. `beforeCommit` may delay or fail the store's commits. */
export function memoryShop(seed = 1, beforeCommit?: BeforeCommit): MemoryShop {
  const clock = new VirtualClock();
  const hook = beforeCommit === undefined ? {} : { beforeCommit };
  const database = createMemoryDatabase({}, { clock, projections: shopProjections(), ...hook });
  const cache = new MemoryEntityCache({ clock, random: seededChance(seed)('cache').random });
  const chance = seededChance(seed);
  return {
    clock,
    database,
    cache,
    shopCache: createShopCache(cache),
    chance,
    common: commonParts(clock, chance),
  };
}

function commonParts(clock: VirtualClock, chance: SeededRandom) {
  return {
    clock,
    chance,
    random: chance('pauses').random,
    generator: createShopGenerator(),
    registry: shopRegistry,
    codec: createWireCodec(shopRegistry),
    logger: silentLogger,
  };
}
