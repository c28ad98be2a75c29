import type {
  EventBusAdmin,
  GroupDescription,
  MemberDescription,
  PartitionLag,
} from '@foldmart/core';
import { plainTable } from '../output.js';

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

/** The table of positions, as Kafka's own tool names its columns. */
export function lagTable(groups: readonly GroupLag[]): string {
  return plainTable(
    ['GROUP', 'TOPIC', 'PARTITION', 'CURRENT-OFFSET', 'LOG-END-OFFSET', 'LAG'],
    groups
      .flatMap(({ partitions }) => partitions)
      .map(({ group, topic, partition, committed, end, lag }) => [
        group,
        topic,
        partition,
        committed,
        end,
        lag,
      ]),
  );
}

/** The table of members, with the partitions that each holds. */
export function memberTable(groups: readonly GroupDescription[]): string {
  return plainTable(
    ['GROUP', 'STATE', 'MEMBER', 'HOST', 'PARTITIONS'],
    groups.flatMap(({ group, state, members }) =>
      members.length === 0
        ? [[group, state, null, null, null]]
        : members.map((member) => [group, state, member.name, member.host, heldBy(member)]),
    ),
  );
}

/** The partitions of a member: `orders[0,2]`, or that it stands by. */
export function heldBy({ assignments }: MemberDescription): string {
  const held = assignments
    .filter(({ partitions }) => partitions.length > 0)
    .map(({ topic, partitions }) => `${topic}[${partitions.join(',')}]`);
  return held.length === 0 ? 'none (stands by)' : held.join(' ');
}
