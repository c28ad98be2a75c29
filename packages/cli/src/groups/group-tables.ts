import type { GroupLag } from '@foldmart/composition';
import type { GroupDescription, MemberDescription } from '@foldmart/core';
import { plainTable } from '../output.js';

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
