import type { CacheRefresh } from '@foldmart/core';
import type { GradeUpdate, SeedProgress } from '@foldmart/core/shop';
import { openPublisher } from '../app/index.js';
import {
  catchUpProjections,
  consumersOf,
  refreshCacheOnce,
  runConsumers,
  type ConsumerObserver,
  type RunningConsumers,
} from '../roles/index.js';
import { waitUntil } from '../runtime/index.js';
import { prepareTopics } from '../topics/index.js';
import type { ShopRuntime } from './create-shop.js';
import { PersistenceConfirmation } from './confirm-persisted.js';
import { produce, type ProduceRequest } from './produce.js';
import { seedEmptyShop, type SeedRequest } from './seed.js';
import { startCompanions } from './shop-companions.js';
import { summarizeShop, type ShopSummary } from './shop-summary.js';

export interface ShopRequest extends Omit<ProduceRequest, 'users' | 'onProgress' | 'onPublished'> {
  /** How much to seed if the shop is empty. */
  readonly catalogue?: Pick<SeedRequest, 'users' | 'products'>;
  /** Consumers of each type; three make nine. */
  readonly instances?: number;
  /** How long to wait at the end for events in flight; default 30,000 ms. */
  readonly drainDeadlineMs?: number;
  readonly observer?: ShopObserver;
}

/** Observes the shop. Its methods must not throw. */
export interface ShopObserver extends ConsumerObserver {
  seeding?(progress: SeedProgress): void;
  refreshed?(refresh: CacheRefresh, number: number): void;
  graded?(update: GradeUpdate, number: number): void;
  produced?: NonNullable<ProduceRequest['onProgress']>;
}

/**
 * Runs the whole shop in this process. Seeds it if it is empty, then runs cache worker, producer, consumers,
 * projections and, without a seed, the grade updater until the producer ends or the signal aborts. Then waits until the published events have been
 * persisted. Rejects with the PortError of the first part that failed.
 */
export async function runShop(shop: ShopRuntime, request: ShopRequest): Promise<ShopSummary> {
  const isDirect = shop.settings.queueType === 'direct';
  const { observer, signal } = request;
  await seedEmptyShop(shop, {
    ...request.catalogue,
    signal,
    onProgress: (progress) => observer?.seeding?.(progress),
  });
  await refreshCacheOnce(shop);
  if (isDirect) return trade(shop, request, undefined);
  await prepareTopics(shop);
  const consumers = await runConsumers(
    shop,
    consumersOf(shop.domain.consumers, request.instances),
    observer,
  );
  try {
    return await trade(shop, request, consumers);
  } finally {
    await consumers.close();
  }
}

async function trade(
  shop: ShopRuntime,
  request: ShopRequest,
  consumers: RunningConsumers | undefined,
): Promise<ShopSummary> {
  const { events: store } = await shop.database();
  const confirmation = new PersistenceConfirmation(store);
  const companions = startCompanions(shop, {
    confirmation,
    consumers,
    isRepeatable: request.seed !== undefined,
    onRefresh: (refresh, number) => request.observer?.refreshed?.(refresh, number),
    onGradeUpdate: (update, number) => request.observer?.graded?.(update, number),
  });
  const signal = AbortSignal.any([request.signal, companions.failed]);
  try {
    await produce(shop, await openPublisher(shop), {
      ...produceRequest(request),
      onPublished: (events) => {
        confirmation.await(events);
      },
      signal,
    });
    const isSettled = async (): Promise<boolean> => {
      await confirmation.checkIfPossible();
      return confirmation.isComplete && (await lagOf(consumers)) === 0;
    };
    await waitUntil(isSettled, {
      clock: shop.clock,
      pollMs: 100,
      deadlineMs: request.drainDeadlineMs ?? 30_000,
      signal: companions.failed,
    });
    const lag = await lagOf(consumers);
    await consumers?.close();
    await companions.stop();
    await catchUpProjections(shop, request.signal);
    return summarizeShop(confirmation, consumers?.counts(), lag);
  } finally {
    await companions.stop();
  }
}

async function lagOf(consumers: RunningConsumers | undefined): Promise<number> {
  return consumers === undefined ? 0 : consumers.lag();
}

function produceRequest({ orders, durationMs, rate, seed, kinds, observer }: ShopRequest) {
  return {
    ...(orders === undefined ? {} : { orders }),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(rate === undefined ? {} : { rate }),
    ...(seed === undefined ? {} : { seed }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(observer?.produced === undefined ? {} : { onProgress: observer.produced }),
  };
}
