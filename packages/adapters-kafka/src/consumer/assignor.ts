import type { Assignment, GroupMember } from '../client/kafka-client.js';

/**
 * Assigns the partitions of each topic round robin to the members that read it, in the order of their ids. The next
 * topic continues with the next member. Shares differ by at most one; members beyond the number of partitions stand
 * by.
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
