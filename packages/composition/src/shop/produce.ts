import type { Clock, EventEnvelope, PublishEvents } from '@foldmart/core';
import {
  createPropensityRule,
  createShopCache,
  defaultCatalogue,
  pickByPropensity,
  pickFromCache,
  pickFromCatalogue,
  producerSettingsSchema,
  propensityOrderPauseMs,
  runProducer,
  withPopularity,
  type SeededRandom,
  type PickOrders,
  type ProducedKind,
  type ProducerProgress,
  type ProducerResult,
  type ProducerSettings,
} from '@foldmart/core/shop';
import type { ShopRuntime } from './create-shop.js';
import { pickPopularity, shopChance, shopGenerator } from './generation.js';

/** A report of a producer. Failed attempts are logged instead, since they may come every few seconds for hours. */
export type ReportedProgress = Exclude<ProducerProgress, { readonly kind: 'retrying' }>;

/** The options of a producer; without a limit, it runs until the signal aborts. */
export interface ProduceRequest {
  readonly orders?: number;
  readonly users?: number;
  readonly durationMs?: number;
  /** Entities per second, or as many as possible. */
  readonly rate?: number | 'max';
  /** Makes the run repeatable: ids, picks and times are derived from it. */
  readonly seed?: string;
  readonly kinds?: readonly ProducedKind[];
  /** Paces the run; default the shop's clock. */
  readonly clock?: Clock;
  readonly onProgress?: (progress: ReportedProgress) => void;
  /** Called with events as soon as they are durable. Must not throw. */
  readonly onPublished?: (events: readonly EventEnvelope[]) => void;
  readonly signal: AbortSignal;
}

/** Produces the requested events through `publish`. */
export async function produce(
  shop: ShopRuntime,
  publish: PublishEvents,
  request: ProduceRequest,
): Promise<ProducerResult> {
  const { random, logger, registry, settings } = shop;
  await shop.serveMetrics();
  const { seed, onProgress, onPublished, signal, clock = shop.clock } = request;
  const chance = seed === undefined ? machineChance(shop) : shopChance(settings, seed);
  return runProducer(
    {
      generator: shopGenerator(settings),
      registry,
      publish,
      pick: seed === undefined ? pickLive(shop) : pickSeeded(shop, chance),
      chance,
      clock,
      random,
      logger,
    },
    {
      settings: producerSettings(shop, request),
      ...(seed === undefined ? {} : { startMs: defaultCatalogue.startMs }),
      onProgress: (progress) => {
        if (progress.kind !== 'retrying') onProgress?.(progress);
        else logger[progress.attempt === 1 ? 'warn' : 'debug'](retrying, detailsOf(progress));
      },
      ...(onPublished === undefined ? {} : { onPublished }),
      signal,
    },
  );
}

const retrying = 'publishing, or picking from the cache, failed and is retried';

function detailsOf({ error, attempt, delayMs }: Extract<ProducerProgress, { kind: 'retrying' }>) {
  return { error, attempt, delayMs };
}

function machineChance({ random, ids }: ShopRuntime): SeededRandom {
  return () => ({ random, ids });
}

function producerSettings(
  { settings }: ShopRuntime,
  { orders, users, durationMs, rate, kinds }: ProduceRequest,
): ProducerSettings {
  const isStratified = settings.values.CACHE_STRATEGY === 'stratified';
  return producerSettingsSchema.parse({
    ...(isStratified ? { orders: { pauseMs: propensityOrderPauseMs } } : {}),
    ...(orders === undefined ? {} : { orderLimit: orders }),
    ...(users === undefined ? {} : { userLimit: users }),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(rate === undefined ? {} : { rate }),
    ...(kinds === undefined ? {} : { kinds: [...kinds] }),
  });
}

function pickLive(shop: ShopRuntime): PickOrders {
  const { random, clock } = shop;
  const { values } = shop.settings;
  const ranking = {
    candidates: values.CACHE_BATCH_SIZE,
    maxAgeMs: values.CACHE_REFRESH_INTERVAL,
  };
  const { users, products } = pickPopularity(shop.settings);
  const byProduct = products === undefined ? {} : { products };
  const isRanked = values.CACHE_STRATEGY === 'stratified';
  // The propensity decides about users.
  const popularity = isRanked || users === undefined ? byProduct : { ...byProduct, users };
  const cache = withPopularity(createShopCache(shop.cache()), popularity, ranking, shop);
  if (!isRanked) return pickFromCache(cache, random);
  const pool = {
    ...ranking,
    rule: createPropensityRule(),
    poolSize: values.CACHE_PROPENSITY_USERS,
  };
  return pickByPropensity(cache, pool, { random, clock });
}

function pickSeeded({ registry, settings }: ShopRuntime, chance: SeededRandom): PickOrders {
  const { values } = settings;
  return pickFromCatalogue(
    { generator: shopGenerator(settings), registry, chance },
    defaultCatalogue,
    {
      ...pickPopularity(settings),
      ...(values.CACHE_STRATEGY === 'stratified' && {
        propensity: { rule: createPropensityRule(), poolSize: values.CACHE_PROPENSITY_USERS },
      }),
    },
  );
}
