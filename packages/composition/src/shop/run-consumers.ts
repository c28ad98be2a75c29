import { measureLag, persistEvents, type PersistReport, type Subscription } from '@foldmart/core';
import type { ShopConsumer } from '@foldmart/core/shop';
import type { System } from '../runtime/system.js';
import { PersistTotals, type PersistCounts } from './persist-totals.js';

/** Who hears of what consumers do. Must not throw. */
export interface ConsumerObserver {
  started?(consumer: ShopConsumer): void;
  persisted?(consumer: ShopConsumer, report: PersistReport): void;
  retrying?(
    consumer: ShopConsumer,
    failure: { readonly partition: number; readonly delayMs: number; readonly error: unknown },
  ): void;
  lost?(
    consumer: ShopConsumer,
    loss: {
      readonly partition: number;
      readonly from: string;
      readonly to: string;
      readonly reason: string;
    },
  ): void;
}

/** Consumers at work. */
export interface RunningConsumers {
  readonly counts: () => PersistCounts;
  /** Milliseconds, by the system's clock, since a batch was last persisted. */
  readonly quietMs: () => number;
  /** Messages of these consumers' groups that are not committed yet. */
  readonly lag: () => Promise<number>;
  /** Lets work in flight end, commits it and leaves the groups. Idempotent. */
  readonly close: () => Promise<void>;
  /** Rejects with a PortError as soon as one of them has ended for good; resolves after close. */
  readonly ended: Promise<void>;
}

/** Starts consumers that persist what they receive, each as a member of its group. */
export async function runConsumers(
  system: System,
  consumers: readonly ShopConsumer[],
  observer: ConsumerObserver = {},
): Promise<RunningConsumers> {
  const { events: store } = await system.database();
  const totals = new PersistTotals();
  let activeAt = system.clock.monotonic();
  const subscriptions: Subscription[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(subscriptions.map((subscription) => subscription.close()));
  };
  const subscribe = async (consumer: ShopConsumer): Promise<void> => {
    const onBatch = (report: PersistReport): void => {
      activeAt = system.clock.monotonic();
      totals.add(report);
      observer.persisted?.(consumer, report);
    };
    const handler = persistEvents(
      { store, codec: system.codec, logger: system.logger },
      { group: consumer.group, onBatch },
    );
    subscriptions.push(await system.bus().subscribe(options(consumer, system, observer), handler));
    observer.started?.(consumer);
  };
  try {
    await Promise.all(consumers.map(subscribe));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    counts: () => totals.counts,
    quietMs: () => system.clock.monotonic() - activeAt,
    lag: async () => (await measureLag(system.bus().admin, consumers)).total,
    close,
    ended: Promise.all(subscriptions.map(({ ended }) => ended)).then(() => undefined),
  };
}

function options(consumer: ShopConsumer, system: System, observer: ConsumerObserver) {
  const { topic, group, member } = consumer;
  return {
    topic,
    group,
    member,
    maxBatchMessages: system.settings.values.CONSUMER_BATCH_SIZE,
    observer: {
      retrying: (failure: { partition: number; delayMs: number; error: unknown }) => {
        system.logger.warn('a batch could not be persisted and comes again', {
          member,
          ...failure,
        });
        observer.retrying?.(consumer, failure);
      },
      lost: (loss: { partition: number; from: string; to: string; reason: string }) => {
        system.logger.error('messages were lost before they were read', { member, ...loss });
        observer.lost?.(consumer, loss);
      },
    },
  };
}
