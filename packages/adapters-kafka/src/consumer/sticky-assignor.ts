import type { Assignment, GroupMember } from '../client/kafka-client.js';

type Assignments = ReadonlyMap<string, Assignment>;

interface Share {
  readonly memberId: string;
  readonly held: readonly number[];
  readonly kept: number[];
}

/**
 * Assigns the partitions of each topic to the members that read it, in shares that differ by at most one. A member
 * keeps as many of its partitions as its share allows; members beyond the number of partitions stand by. A partition
 * that moves is assigned to nobody yet: its holder gives it up and joins again, and the next assignment has it
 * (KIP-429). So no partition has two holders, and those that stay are read without a pause.
 */
export function assignCooperatively(
  members: readonly GroupMember[],
  partitionCounts: ReadonlyMap<string, number>,
): Assignments {
  const holders = findHolders(members);
  const assigned = new Map<string, Record<string, readonly number[]>>();
  const totals = new Map<string, number>();
  for (const { memberId } of members) {
    assigned.set(memberId, {});
    totals.set(memberId, 0);
  }
  for (const topic of [...partitionCounts.keys()].sort()) {
    const count = partitionCounts.get(topic) ?? 0;
    const holderOf = (partition: number) => holders.get(placeOf(topic, partition))?.memberId;
    const readers = members.filter(({ topics }) => topics.includes(topic));
    for (const { memberId, kept } of shareOut(readers, count, holderOf, totals)) {
      const now = kept.filter((partition) => (holderOf(partition) ?? memberId) === memberId);
      const own = assigned.get(memberId);
      if (own !== undefined && now.length > 0) own[topic] = now.sort((a, b) => a - b);
      totals.set(memberId, (totals.get(memberId) ?? 0) + kept.length);
    }
  }
  return assigned;
}

/** Divides one topic: first what members keep, then the rest to those with the smallest shares. */
function shareOut(
  readers: readonly GroupMember[],
  count: number,
  holderOf: (partition: number) => string | undefined,
  totals: ReadonlyMap<string, number>,
): readonly Share[] {
  if (readers.length === 0) return [];
  const partitions = Array.from({ length: count }, (_, partition) => partition);
  const shares: Share[] = readers.map(({ memberId }) => ({
    memberId,
    held: partitions.filter((partition) => holderOf(partition) === memberId),
    kept: [],
  }));
  const total = ({ memberId }: Share) => totals.get(memberId) ?? 0;
  const order = [...shares].sort(
    (a, b) =>
      total(a) - total(b) || b.held.length - a.held.length || (a.memberId < b.memberId ? -1 : 1),
  );
  const base = Math.floor(count / readers.length);
  for (const [index, share] of order.entries()) {
    const quota = base + (index < count % readers.length ? 1 : 0);
    share.kept.push(...share.held.slice(0, quota));
  }
  const free = new Set(partitions);
  for (const { kept } of shares) for (const partition of kept) free.delete(partition);
  for (const [index, share] of order.entries()) {
    const quota = base + (index < count % readers.length ? 1 : 0);
    for (const partition of take(free, quota - share.kept.length)) share.kept.push(partition);
  }
  return shares;
}

function take(free: Set<number>, count: number): readonly number[] {
  const taken = [...free].slice(0, count);
  for (const partition of taken) free.delete(partition);
  return taken;
}

/** Who holds each partition. If two members claim one, the claim of the later generation counts. */
function findHolders(members: readonly GroupMember[]): ReadonlyMap<string, GroupMember> {
  const holders = new Map<string, GroupMember>();
  for (const member of members) {
    for (const [topic, partitions] of Object.entries(member.owned)) {
      if (!member.topics.includes(topic)) continue;
      for (const partition of partitions) {
        const place = placeOf(topic, partition);
        const other = holders.get(place);
        if (other === undefined || isLater(member, other)) holders.set(place, member);
      }
    }
  }
  return holders;
}

function isLater(one: GroupMember, other: GroupMember): boolean {
  if (one.generation !== other.generation) return one.generation > other.generation;
  return one.memberId < other.memberId;
}

function placeOf(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}
