import {
  createWireCodec,
  withUpcasting,
  type EntityCache,
  type EventBus,
  type EventRegistry,
  type Projection,
  type WireCodec,
} from '@foldmart/core';
import { shopProjections, shopRegistry } from '@foldmart/core/shop';
import type { Settings } from '../settings/settings.js';
import { Components, token } from './container.js';
import type { ShopDatabase } from './database.js';
import { Lifecycle } from './lifecycle.js';
import { openBus, openPromptBus } from './open-bus.js';
import { openCache } from './open-cache.js';
import { openDatabase } from './open-database.js';
import { createPinoLogger } from './pino-logger.js';
import type { RuntimeDependencies } from './surroundings.js';
import { systemClock } from './system-clock.js';
import { systemIds, systemRandom } from './system-random.js';

/** A system as its settings say. What it connects to is opened at its first use, and closed with it. */
export interface System extends RuntimeDependencies {
  readonly settings: Settings;
  readonly registry: EventRegistry;
  readonly codec: WireCodec;
  readonly projections: readonly Projection[];
  bus(): EventBus;
  /** The same queue, set for promptness: for requests that somebody waits for. */
  couponBus(): EventBus;
  cache(): EntityCache;
  /** Rejects with a PortError where it cannot be opened. */
  database(): Promise<ShopDatabase>;
  /** Closes what was opened, the last first. Idempotent. */
  close(): Promise<void>;
}

const busToken = token<EventBus>('bus');
const couponBusToken = token<EventBus>('coupon bus');
const cacheToken = token<EntityCache>('cache');
const databaseToken = token<Promise<ShopDatabase>>('database');

/** Makes a system; nothing is connected yet. `surroundings` replaces the machine's clock, chance and log. */
export function createSystem(
  settings: Settings,
  surroundings: Partial<RuntimeDependencies> = {},
): System {
  const around: RuntimeDependencies = {
    clock: systemClock,
    random: systemRandom,
    ids: systemIds,
    logger: createPinoLogger(settings.values.LOG_LEVEL),
    ...surroundings,
  };
  const timeOffset = settings.values.WIRE_TIME_OFFSET;
  const projections = withUpcasting(shopRegistry, shopProjections({ timeOffset }));
  const lifecycle = new Lifecycle(around.logger);
  const components = provideAdapters(settings, around, projections, lifecycle);
  return {
    ...around,
    settings,
    registry: shopRegistry,
    codec: createWireCodec(shopRegistry, { timeOffset }),
    projections,
    bus: () => components.get(busToken),
    couponBus: () => components.get(couponBusToken),
    cache: () => components.get(cacheToken),
    database: () => components.get(databaseToken),
    close: () => lifecycle.close(),
  };
}

function provideAdapters(
  settings: Settings,
  around: RuntimeDependencies,
  projections: readonly Projection[],
  lifecycle: Lifecycle,
): Components {
  const components = new Components();
  components.provide(busToken, () => {
    const bus = openBus(settings, around);
    lifecycle.add('queue', () => bus.close());
    return bus;
  });
  components.provide(couponBusToken, () => {
    const bus = openPromptBus(settings, around);
    lifecycle.add('coupon queue', () => bus.close());
    return bus;
  });
  components.provide(cacheToken, () => {
    const cache = openCache(settings, around);
    lifecycle.add('cache', () => cache.close());
    return cache;
  });
  components.provide(databaseToken, async () => {
    const database = await openDatabase(settings, around, projections);
    lifecycle.add('database', () => database.close());
    return database;
  });
  return components;
}
