import {
  persistEvents,
  type EventStore,
  type GapReports,
  type PersistReport,
  type SubscriptionObserver,
} from '@foldmart/core';
import { watchCalls } from '../progress/index.js';
import type { Runtime } from '../runtime/runtime.js';
import type { AssignmentReports } from './assignment-reports.js';
import type { ConsumerObserver } from './consumer-observer.js';
import type { Consumer } from './consumers.js';
import type { WatchedConsumer } from './waiting-messages.js';
import { WatchedBatches, type PartitionStalls } from './watched-batches.js';
import { WatchedMember } from './watched-member.js';

/** What the consumers of a process share. */
export interface SharedByConsumers {
  readonly runtime: Runtime;
  readonly store: EventStore;
  readonly observer: ConsumerObserver;
  readonly assignments: AssignmentReports;
  readonly gaps: GapReports;
  readonly stalls: PartitionStalls;
  readonly onPersisted: (report: PersistReport) => void;
}

/** A consumer that is a member of its group. */
export interface JoinedConsumer extends WatchedConsumer {
  /** Rejects with a PortError if it failed permanently, or if a partition stalled twice; resolves after close. */
  readonly ended: Promise<void>;
  /** Waits for work in flight, commits it and leaves the group. Idempotent. */
  readonly close: () => Promise<void>;
}

/** Starts a consumer that persists what it receives. Rejects as {@link EventBus.subscribe} does. */
export async function joinConsumer(
  shared: SharedByConsumers,
  consumer: Consumer,
): Promise<JoinedConsumer> {
  const { runtime } = shared;
  const waiting = new Map<number, number>();
  const batches = watchedBatches(shared, consumer, waiting, (...stall) => member.stalled(...stall));
  const observer = observe(consumer, shared, { batches, waiting });
  const member = new WatchedMember(runtime, () =>
    runtime.bus().subscribe({ ...options(consumer, runtime), observer }, batches.handler()),
  );
  await member.start();
  return {
    consumer,
    batches,
    assignments: () => member.assignments(),
    isBackingOff: (partition) => (waiting.get(partition) ?? 0) > runtime.clock.monotonic(),
    ended: member.ended,
    async close() {
      await member.close();
      batches.keep([]);
    },
  };
}

function watchedBatches(
  { runtime, store, observer, gaps, stalls, onPersisted }: SharedByConsumers,
  consumer: Consumer,
  waiting: Map<number, number>,
  onStall: WatchedMember['stalled'],
): WatchedBatches {
  const { watchdog, codec, logger, outages } = runtime;
  const { group, parking } = consumer;
  const onBatch = (report: PersistReport): void => {
    onPersisted(report);
    waiting.delete(report.partition);
    outages.batchLeaves(batchOf(consumer, report.partition));
    observer.persisted?.(consumer, report);
  };
  return new WatchedBatches({
    ...{ watchdog, consumer, stalls, onStall },
    handlerFor: (watch) =>
      persistEvents(
        { store: watchCalls(store, 'event-store', watch), codec, logger },
        { group, onBatch, gaps, ...(parking !== undefined && { parking }) },
      ),
  });
}

function options(consumer: Consumer, runtime: Runtime) {
  const { topic, group, member, instanceId } = consumer;
  return {
    topic,
    group,
    member,
    ...(instanceId === undefined ? {} : { instanceId }),
    maxBatchMessages: runtime.settings.values.CONSUMER_BATCH_SIZE,
  };
}

/** What follows the assignments and the failures of a consumer. */
interface Reported {
  readonly batches: WatchedBatches;
  /** Partitions whose batch has failed, and when it is redelivered. */
  readonly waiting: Map<number, number>;
}

function observe(
  consumer: Consumer,
  { runtime, observer, assignments }: SharedByConsumers,
  { batches, waiting }: Reported,
): SubscriptionObserver {
  const { logger, outages, clock } = runtime;
  const { member, topic } = consumer;
  return {
    assigned(partitions) {
      assignments.changed(consumer, partitions);
      batches.keep(partitions);
      for (const partition of waiting.keys()) {
        if (partitions.includes(partition)) continue;
        waiting.delete(partition);
        outages.batchLeaves(batchOf(consumer, partition));
      }
    },
    retrying(failure) {
      const { partition, attempt, delayMs, error } = failure;
      waiting.set(partition, clock.monotonic() + delayMs);
      outages.batchWaits(batchOf(consumer, partition), error);
      // The first failure of a batch says it all; the others may come every few seconds for hours.
      const level = attempt === 1 ? 'warn' : 'debug';
      logger[level]('a batch could not be persisted and is redelivered', {
        member,
        topic,
        ...failure,
      });
      observer.retrying?.(consumer, failure);
    },
    lost(loss) {
      logger.error('messages were lost before they were read', { member, topic, ...loss });
      observer.lost?.(consumer, loss);
    },
  };
}

/** Names a batch that waits: a partition of a group has one at a time. */
function batchOf({ group, topic }: Consumer, partition: number): string {
  return `${group} ${topic}/${String(partition)}`;
}
