import type { EventBusAdmin, PartitionLag } from '../ports/event-bus.js';

/** A group on a topic. */
export interface GroupOnTopic {
  readonly group: string;
  readonly topic: string;
}

/** How far groups are behind, partition by partition, and in all. */
export interface LagReport {
  readonly partitions: readonly PartitionLag[];
  readonly total: number;
}

/** Measures the lag of each group once, even if named more often. Rejects with the bus's PortError. */
export async function measureLag(
  admin: Pick<EventBusAdmin, 'lag'>,
  groups: readonly GroupOnTopic[],
): Promise<LagReport> {
  const distinct = new Map(groups.map((pair) => [`${pair.group} ${pair.topic}`, pair]));
  const partitions: PartitionLag[] = [];
  for (const { group, topic } of distinct.values()) {
    partitions.push(...(await admin.lag(group, topic)));
  }
  return { partitions, total: partitions.reduce((sum, { lag }) => sum + lag, 0) };
}
