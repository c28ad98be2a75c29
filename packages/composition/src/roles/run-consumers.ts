import { GapReports, measureLag, recordAcknowledgedGaps, type EventBusAdmin } from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';
import { AssignmentReports, type Assignment } from './assignment-reports.js';
import type { ConsumerObserver } from './consumer-observer.js';
import type { Consumer } from './consumers.js';
import { joinConsumer, type JoinedConsumer, type SharedByConsumers } from './join-consumer.js';
import { PersistTotals, type PersistCounts } from './persist-totals.js';
import { WaitingMessages, type WatchedConsumer } from './waiting-messages.js';

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
  const joined: JoinedConsumer[] = [];
  const stopLooking = new AbortController();
  const assignments = new AssignmentReports({
    admin: runtime.bus().admin,
    clock: runtime.clock,
    onSettled: (...settled) => reportAssignment(runtime, observer, ...settled),
  });
  const close = async (): Promise<void> => {
    assignments.close();
    stopLooking.abort();
    await Promise.all(joined.map((consumer) => consumer.close()));
  };
  const shared: SharedByConsumers = {
    runtime,
    observer,
    assignments,
    gaps,
    stalls: new Map(),
    store,
    onPersisted(report) {
      activeAt = runtime.clock.monotonic();
      totals.add(report);
    },
  };
  try {
    if (runtime.settings.databaseType !== 'memory') {
      await recordAcknowledgedGaps({ admin: runtime.bus().admin, store, gaps }, consumers);
    }
    await Promise.all(
      consumers.map(async (consumer) => {
        joined.push(await joinConsumer(shared, consumer));
        observer.started?.(consumer);
      }),
    );
  } catch (error) {
    await close();
    throw error;
  }
  const { admin } = runtime.bus();
  const looking = lookForWaiting(runtime, admin, joined, stopLooking.signal);
  return {
    counts: () => totals.counts,
    quietMs: () => runtime.clock.monotonic() - activeAt,
    lag: async () => (await measureLag(runtime.bus().admin, consumers)).total,
    close,
    ended: Promise.all([...joined.map(({ ended }) => ended), looking]).then(() => undefined),
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

/** Four looks within the limit: the first two find that nothing is committed, and the rest is the limit. */
async function lookForWaiting(
  { watchdog, clock }: Runtime,
  admin: EventBusAdmin,
  consumers: readonly WatchedConsumer[],
  signal: AbortSignal,
): Promise<void> {
  if (!watchdog.isOn) return;
  const intervalMs = watchdog.limitMs / 4;
  await new WaitingMessages({ admin, clock }).keepLooking(consumers, { intervalMs, signal });
}
