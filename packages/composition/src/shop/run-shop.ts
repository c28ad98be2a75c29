import type { CacheRefresh } from '@foldmart/core';
import { shopConsumers, type SeedProgress } from '@foldmart/core/shop';
import type { System } from '../runtime/system.js';
import { refreshCacheOnce } from './cache-worker.js';
import { PersistenceConfirmation } from './confirm-persisted.js';
import { catchUpProjections } from './follow-projections.js';
import { prepareTopics } from './prepare-topics.js';
import { openPublisher, produce, type ProduceRequest } from './produce.js';
import { runConsumers, type ConsumerObserver, type RunningConsumers } from './run-consumers.js';
import { seedEmptyShop, type SeedRequest } from './seed.js';
import { startCompanions } from './shop-companions.js';
import { summarizeShop, type ShopSummary } from './shop-summary.js';
import { waitUntil } from './wait-until.js';

/** What a whole shop in one process is asked to do. */
export interface ShopRequest extends Omit<ProduceRequest, 'onProgress' | 'onPublished'> {
  /** How much is seeded where the shop is empty. */
  readonly catalogue?: Pick<SeedRequest, 'users' | 'products'>;
  /** Consumers of each type; three make nine. */
  readonly instances?: number;
  /** How long the end may wait for what is still on its way; default 30,000 ms. */
  readonly drainDeadlineMs?: number;
  readonly observer?: ShopObserver;
}

/** Who hears of what goes on in the shop. Must not throw. */
export interface ShopObserver extends ConsumerObserver {
  seeding?(progress: SeedProgress): void;
  refreshed?(refresh: CacheRefresh, number: number): void;
  produced?: NonNullable<ProduceRequest['onProgress']>;
}

/**
 * Runs the whole shop in this process: seeds it where it is empty, then cache worker, producer, consumers and
 * projections, until the producer is done or the signal aborts; waits then until what was published has
 * arrived. Rejects with the PortError of whatever could not go on.
 */
export async function runShop(system: System, request: ShopRequest): Promise<ShopSummary> {
  const isDirect = system.settings.queueType === 'direct';
  const { observer, signal } = request;
  await seedEmptyShop(system, {
    ...request.catalogue,
    signal,
    onProgress: (progress) => observer?.seeding?.(progress),
  });
  await refreshCacheOnce(system);
  if (isDirect) return trade(system, request, undefined);
  await prepareTopics(system);
  const consumers = await runConsumers(system, shopConsumers(request.instances), observer);
  try {
    return await trade(system, request, consumers);
  } finally {
    await consumers.close();
  }
}

async function trade(
  system: System,
  request: ShopRequest,
  consumers: RunningConsumers | undefined,
): Promise<ShopSummary> {
  const { events: store } = await system.database();
  const confirmation = new PersistenceConfirmation(store);
  const companions = startCompanions(system, {
    confirmation,
    consumers,
    onRefresh: (refresh, number) => request.observer?.refreshed?.(refresh, number),
  });
  const signal = AbortSignal.any([request.signal, companions.failed]);
  try {
    await produce(system, await openPublisher(system), {
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
      clock: system.clock,
      pollMs: 100,
      deadlineMs: request.drainDeadlineMs ?? 30_000,
      signal: companions.failed,
    });
    const lag = await lagOf(consumers);
    await consumers?.close();
    await companions.stop();
    await catchUpProjections(system);
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
