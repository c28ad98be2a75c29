import type { EventEnvelope, PublishEvents } from '@foldmart/core';
import {
  defaultCatalogue,
  pickFromCatalogue,
  producerSettingsSchema,
  runProducer,
  type PickOrders,
  type ProducerProgress,
  type ProducerResult,
  type ProducerSettings,
} from '@foldmart/core/shop';
import { seededChance } from '@foldmart/generator';
import { memoryShop, type MemoryShop } from './memory-shop.js';

/** The small catalogue that seeded runs choose from. */
export const catalogue = { ...defaultCatalogue, users: 50, products: 80 };

/** The outcome of a run. */
export interface ProducerRun {
  readonly result: ProducerResult;
  readonly published: readonly EventEnvelope[];
  readonly publishes: readonly (readonly EventEnvelope[])[];
  readonly progress: readonly ProducerProgress[];
  readonly tookMs: number;
}

export interface ProducerRunOptions {
  readonly seed?: number;
  readonly settings: Partial<ProducerSettings>;
  readonly shop?: MemoryShop;
  readonly pick?: PickOrders;
  readonly publish?: PublishEvents;
  readonly stopAfterMs?: number;
}

/** A seeded run that publishes nowhere, unless the settings say otherwise. */
export async function runProducerIn({
  seed = 7,
  shop = memoryShop(),
  ...options
}: ProducerRunOptions): Promise<ProducerRun> {
  const publishes: (readonly EventEnvelope[])[] = [];
  const progress: ProducerProgress[] = [];
  const chance = seededChance(seed);
  const controller = new AbortController();
  if (options.stopAfterMs !== undefined) {
    shop.clock.schedule(options.stopAfterMs, () => controller.abort());
  }
  const startedAt = shop.clock.monotonic();
  const result = await shop.clock.drive(
    runProducer(
      {
        ...shop.common,
        chance,
        pick: options.pick ?? pickFromCatalogue({ ...shop.common, chance }, catalogue),
        publish: options.publish ?? (() => Promise.resolve()),
      },
      {
        settings: producerSettingsSchema.parse(options.settings),
        startMs: catalogue.startMs,
        signal: controller.signal,
        onProgress: (told) => progress.push(told),
        onPublished: (events) => publishes.push(events),
      },
    ),
  );
  const tookMs = shop.clock.monotonic() - startedAt;
  return { result, publishes, published: publishes.flat(), progress, tookMs };
}
