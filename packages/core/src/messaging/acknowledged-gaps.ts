import type { EventBusAdmin } from '../ports/event-bus.js';
import type { EventStore } from '../ports/event-store.js';
import type { ConsumedPosition } from './consumed-position.js';
import type { GapReports, PartitionGap } from './gap-reports.js';
import { measureLag, type GroupOnTopic } from './measure-lag.js';

export interface AcknowledgedGapsDependencies {
  readonly admin: Pick<EventBusAdmin, 'lag' | 'describeTopics'>;
  readonly store: Pick<EventStore, 'consumed' | 'ingest' | 'readEnd'>;
}

/** A gap that no batch has opened yet. */
export type AcknowledgedGap = PartitionGap & Pick<ConsumedPosition, 'topicId'>;

/**
 * Finds the partitions in which a group has committed a position on the bus beyond what the store has recorded. If nothing was
 * ever recorded, that is a gap only if the log is empty, and it begins at 0: a store may be older than its records. Changes nothing.
 */
export async function findAcknowledgedGaps(
  { admin, store }: AcknowledgedGapsDependencies,
  groups: readonly GroupOnTopic[],
): Promise<readonly AcknowledgedGap[]> {
  // The store after the bus: what a running member commits meanwhile is in the store before it is on the bus.
  const { partitions } = await measureLag(admin, groups);
  const topics = await admin.describeTopics([...new Set(groups.map(({ topic }) => topic))]);
  const recorded = await store.consumed();
  const isFresh = recorded.length === 0 && (await store.readEnd(1)).events.length === 0;
  return partitions.flatMap(({ group, topic, partition, committed }) => {
    const topicId = topics.find(({ name }) => name === topic)?.id ?? null;
    const at = { group, topic, topicId, partition };
    const from =
      recorded.find((each) => isSamePlace(each, at))?.next ?? (isFresh ? '0' : undefined);
    if (committed === null || from === undefined || BigInt(committed) <= BigInt(from)) return [];
    return [{ ...at, from, to: committed }];
  });
}

/**
 * Records the gaps of {@link findAcknowledgedGaps} in the store, so that they are kept whatever comes next, and
 * reports all that are open. Call it before the groups consume.
 */
export async function recordAcknowledgedGaps(
  { gaps, ...dependencies }: AcknowledgedGapsDependencies & { readonly gaps: GapReports },
  groups: readonly GroupOnTopic[],
): Promise<void> {
  const { store } = dependencies;
  for (const { from, to, ...at } of await findAcknowledgedGaps(dependencies, groups)) {
    for (const offset of [from, to]) {
      await store.ingest({ items: [], consumed: { ...at, from: offset, next: offset } });
    }
  }
  for (const { gap, ...at } of await store.consumed()) {
    const isOurs = groups.some(({ group, topic }) => group === at.group && topic === at.topic);
    if (isOurs && gap !== null) gaps.see(at, gap);
  }
}

function isSamePlace(
  one: ConsumedPosition,
  other: Omit<ConsumedPosition, 'next' | 'gap'>,
): boolean {
  return (
    one.group === other.group &&
    one.topic === other.topic &&
    one.topicId === other.topicId &&
    one.partition === other.partition
  );
}
