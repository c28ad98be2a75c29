import type { CacheRefresh } from '@foldmart/core';
import type { GradeUpdate } from '@foldmart/core/shop';
import type { ShopRuntime } from './create-shop.js';
import type { PersistenceConfirmation } from './confirm-persisted.js';
import {
  followProjections,
  keepCacheFresh,
  runOutbox,
  type RunningConsumers,
} from '../roles/index.js';
import { hasSharedQueue, keepGradesUpToDate } from './grades/index.js';

const confirmEveryMs = 500;

/** The parts that run beside the producer and end with it. */
export interface ShopCompanions {
  /** Aborts when one of them fails. */
  readonly failed: AbortSignal;
  /** Stops them all; rejects with the error of one that failed. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts cache worker, projections and the confirmation of what was persisted, and watches the consumers. Without
 * `isRepeatable`, also the grade updater, which first runs after one interval: when it runs depends on the clock, and
 * the rows of a repeatable stream must not.
 */
export function startCompanions(
  shop: ShopRuntime,
  options: {
    readonly confirmation: PersistenceConfirmation;
    readonly consumers: RunningConsumers | undefined;
    readonly isRepeatable: boolean;
    readonly onRefresh: (refresh: CacheRefresh, number: number) => void;
    readonly onGradeUpdate: (update: GradeUpdate, number: number) => void;
  },
): ShopCompanions {
  const { confirmation, consumers, isRepeatable, onRefresh, onGradeUpdate } = options;
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
    ...(isRepeatable ? [] : grading(shop, signal, onGradeUpdate).map(watch)),
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

/** The grade updater, and the outbox that publishes its events if the queue is shared. */
function grading(
  shop: ShopRuntime,
  signal: AbortSignal,
  onUpdate: (update: GradeUpdate, number: number) => void,
): readonly Promise<void>[] {
  const startAfterMs = shop.settings.values.GRADE_UPDATE_INTERVAL;
  return [
    keepGradesUpToDate(shop, { signal, startAfterMs, onUpdate }),
    ...(hasSharedQueue(shop) ? [runOutbox(shop, { signal })] : []),
  ];
}
