import {
  GapReports,
  measureLag,
  persistEvents,
  recordAcknowledgedGaps,
  type PartitionGap,
  type PersistReport,
  type Subscription,
  type SubscriptionObserver,
} from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';
import { AssignmentReports, type Assignment } from './assignment-reports.js';
import type { Consumer } from './consumers.js';
import { PersistTotals, type PersistCounts } from './persist-totals.js';

/** Observes consumers. Its methods must not throw. */
export interface ConsumerObserver {
  started?(consumer: Consumer): void;
  /** What a consumer holds, once its group has settled, and again after each change. Without it, the log has it. */
  assigned?(consumer: Consumer, assignment: Assignment): void;
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
  await runtime.serveMetrics();
  const { events: store } = await runtime.database();
  const totals = new PersistTotals();
  const gaps = new GapReports({
    logger: runtime.logger,
    onGap: (gap) => observer.missing?.(gap),
  });
  let activeAt = runtime.clock.monotonic();
  const subscriptions: Subscription[] = [];
  const assignments = new AssignmentReports({
    admin: runtime.bus().admin,
    clock: runtime.clock,
    onSettled: (...settled) => reportAssignment(runtime, observer, ...settled),
  });
  const close = async (): Promise<void> => {
    assignments.close();
    await Promise.all(subscriptions.map((subscription) => subscription.close()));
  };
  const subscribe = async (consumer: Consumer): Promise<void> => {
    const onBatch = (report: PersistReport): void => {
      activeAt = runtime.clock.monotonic();
      totals.add(report);
      runtime.outages.batchLeaves(batchOf(consumer, report.partition));
      observer.persisted?.(consumer, report);
    };
    const { group, parking } = consumer;
    const handler = persistEvents(
      { store, codec: runtime.codec, logger: runtime.logger },
      { group, onBatch, gaps, ...(parking !== undefined && { parking }) },
    );
    subscriptions.push(
      await runtime.bus().subscribe(options(consumer, runtime, observer, assignments), handler),
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

function reportAssignment(
  { logger }: Runtime,
  observer: ConsumerObserver,
  consumer: Consumer,
  assignment: Assignment,
): void {
  const { member, group, topic } = consumer;
  if (observer.assigned !== undefined) observer.assigned(consumer, assignment);
  else if (assignment.partitions.length > 0) {
    logger.info('a consumer holds partitions', { member, group, topic, ...assignment });
  } else logger.info('a consumer stands by', { member, group, topic, held: assignment.held });
}

function options(
  consumer: Consumer,
  runtime: Runtime,
  observer: ConsumerObserver,
  assignments: AssignmentReports,
) {
  const { topic, group, member, instanceId } = consumer;
  return {
    topic,
    group,
    member,
    ...(instanceId === undefined ? {} : { instanceId }),
    maxBatchMessages: runtime.settings.values.CONSUMER_BATCH_SIZE,
    observer: observe(consumer, runtime, observer, assignments),
  };
}

function observe(
  consumer: Consumer,
  { logger, outages }: Runtime,
  observer: ConsumerObserver,
  assignments: AssignmentReports,
): SubscriptionObserver {
  const { member, topic } = consumer;
  const waiting = new Set<number>();
  return {
    assigned(partitions) {
      assignments.changed(consumer, partitions);
      for (const partition of waiting) {
        if (!partitions.includes(partition)) outages.batchLeaves(batchOf(consumer, partition));
      }
    },
    retrying(failure) {
      const { partition, attempt, error } = failure;
      waiting.add(partition);
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
