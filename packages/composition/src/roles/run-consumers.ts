import {
  GapReports,
  measureLag,
  persistEvents,
  recordAcknowledgedGaps,
  type PartitionGap,
  type PersistReport,
  type Subscription,
} from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';
import type { Consumer } from './consumers.js';
import { PersistTotals, type PersistCounts } from './persist-totals.js';

/** Observes consumers. Its methods must not throw. */
export interface ConsumerObserver {
  started?(consumer: Consumer): void;
  persisted?(consumer: Consumer, report: PersistReport): void;
  retrying?(
    consumer: Consumer,
    failure: { readonly partition: number; readonly delayMs: number; readonly error: unknown },
  ): void;
  lost?(
    consumer: Consumer,
    loss: {
      readonly partition: number;
      readonly from: string;
      readonly to: string;
      readonly reason: string;
    },
  ): void;
  /** Messages that the group has acknowledged are not in the database. Told once for each partition. */
  missing?(gap: PartitionGap): void;
}

/** Running consumers. */
export interface RunningConsumers {
  readonly counts: () => PersistCounts;
  /** Milliseconds, by the runtime's clock, since a batch was last persisted. */
  readonly quietMs: () => number;
  /** Messages of these consumers' groups that are not committed yet. */
  readonly lag: () => Promise<number>;
  /** Waits for work in flight, commits it and leaves the groups. Idempotent. */
  readonly close: () => Promise<void>;
  /** Rejects with a PortError as soon as one of them has failed permanently; resolves after close. */
  readonly ended: Promise<void>;
}

/** Starts consumers that persist what they receive, each as a member of its group. */
export async function runConsumers(
  runtime: Runtime,
  consumers: readonly Consumer[],
  observer: ConsumerObserver = {},
): Promise<RunningConsumers> {
  const { events: store } = await runtime.database();
  const totals = new PersistTotals();
  const gaps = new GapReports({
    logger: runtime.logger,
    onGap: (gap) => observer.missing?.(gap),
  });
  let activeAt = runtime.clock.monotonic();
  const subscriptions: Subscription[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(subscriptions.map((subscription) => subscription.close()));
  };
  const subscribe = async (consumer: Consumer): Promise<void> => {
    const onBatch = (report: PersistReport): void => {
      activeAt = runtime.clock.monotonic();
      totals.add(report);
      observer.persisted?.(consumer, report);
    };
    const { group, parking } = consumer;
    const handler = persistEvents(
      { store, codec: runtime.codec, logger: runtime.logger },
      { group, onBatch, gaps, ...(parking !== undefined && { parking }) },
    );
    subscriptions.push(
      await runtime.bus().subscribe(options(consumer, runtime, observer), handler),
    );
    observer.started?.(consumer);
  };
  try {
    if (runtime.settings.databaseType !== 'memory') {
      await recordAcknowledgedGaps({ admin: runtime.bus().admin, store, gaps }, consumers);
    }
    await Promise.all(consumers.map(subscribe));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    counts: () => totals.counts,
    quietMs: () => runtime.clock.monotonic() - activeAt,
    lag: async () => (await measureLag(runtime.bus().admin, consumers)).total,
    close,
    ended: Promise.all(subscriptions.map(({ ended }) => ended)).then(() => undefined),
  };
}

function options(consumer: Consumer, runtime: Runtime, observer: ConsumerObserver) {
  const { topic, group, member, instanceId } = consumer;
  return {
    topic,
    group,
    member,
    ...(instanceId === undefined ? {} : { instanceId }),
    maxBatchMessages: runtime.settings.values.CONSUMER_BATCH_SIZE,
    observer: {
      retrying: (failure: { partition: number; delayMs: number; error: unknown }) => {
        runtime.logger.warn('a batch could not be persisted and is redelivered', {
          member,
          ...failure,
        });
        observer.retrying?.(consumer, failure);
      },
      lost: (loss: { partition: number; from: string; to: string; reason: string }) => {
        runtime.logger.error('messages were lost before they were read', { member, ...loss });
        observer.lost?.(consumer, loss);
      },
    },
  };
}
