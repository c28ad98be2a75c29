import type { CacheRefresh } from '@foldmart/core';
import type { ShopRuntime } from './create-shop.js';
import type { PersistenceConfirmation } from './confirm-persisted.js';
import { followProjections, keepCacheFresh, type RunningConsumers } from '../roles/index.js';

const confirmEveryMs = 500;

/** The parts that run beside the producer and end with it. */
export interface ShopCompanions {
  /** Aborts when one of them fails. */
  readonly failed: AbortSignal;
  /** Stops them all; rejects with the error of one that failed. */
  readonly stop: () => Promise<void>;
}

/** Starts cache worker, projections and the confirmation of what was persisted, and watches the consumers. */
export function startCompanions(
  shop: ShopRuntime,
  options: {
    readonly confirmation: PersistenceConfirmation;
    readonly consumers: RunningConsumers | undefined;
    readonly onRefresh: (refresh: CacheRefresh, number: number) => void;
  },
): ShopCompanions {
  const { confirmation, consumers, onRefresh } = options;
  const stopping = new AbortController();
  const failing = new AbortController();
  const failures: unknown[] = [];
  const watch = (work: Promise<unknown>): Promise<unknown> =>
    work.catch((error: unknown) => {
      failures.push(error);
      failing.abort();
    });
  const { signal } = stopping;
  const background = Promise.all([
    watch(followProjections(shop, signal)),
    watch(keepCacheFresh(shop, { signal, onRefresh })),
    watch(confirmation.keepChecking(shop.clock, confirmEveryMs, signal)),
  ]);
  if (consumers !== undefined) void watch(consumers.ended);
  return {
    failed: failing.signal,
    async stop() {
      stopping.abort();
      await background;
      if (failures.length > 0) throw failures[0];
    },
  };
}
