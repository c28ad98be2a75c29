import type { Assignment, GroupMember } from '../client/kafka-client.js';

/**
 * Deals each topic's partitions out in turn to the members that read it, in the order of their ids; the
 * next topic goes on with the member behind the last. So no member has two more than another, and those
 * beyond the number of partitions stand by.
 */
export function assignRoundRobin(
  members: readonly GroupMember[],
  partitionCounts: ReadonlyMap<string, number>,
): ReadonlyMap<string, Assignment> {
  const sorted = [...members].sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
  const assigned = new Map<string, Record<string, number[]>>(
    sorted.map(({ memberId }) => [memberId, {}]),
  );
  let turn = 0;
  for (const [topic, count] of partitionCounts) {
    const readers = sorted.filter(({ topics }) => topics.includes(topic));
    for (let partition = 0; partition < count && readers.length > 0; partition += 1) {
      const memberId = readers[turn % readers.length]?.memberId ?? '';
      turn += 1;
      const assignment = assigned.get(memberId) ?? {};
      (assignment[topic] ??= []).push(partition);
    }
  }
  return assigned;
}
