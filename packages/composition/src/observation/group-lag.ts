import type { EventBusAdmin, GroupDescription, PartitionLag } from '@foldmart/core';

/** A group, and how far it is in each partition of its topics. */
export interface GroupLag extends GroupDescription {
  readonly partitions: readonly PartitionLag[];
}

/** Adds the lag to descriptions of groups. */
export async function withLag(
  admin: Pick<EventBusAdmin, 'lag'>,
  groups: readonly GroupDescription[],
): Promise<readonly GroupLag[]> {
  return Promise.all(
    groups.map(async (group) => {
      const lags = await Promise.all(group.topics.map((topic) => admin.lag(group.group, topic)));
      return { ...group, partitions: lags.flat() };
    }),
  );
}
