/** Which member should hold each partition; the index is the partition. */
export type Assignment = readonly (string | undefined)[];

/**
 * Shares `owners.length` partitions evenly among `members`: shares differ by at most one, everybody keeps
 * what they hold as far as that allows, and the rest goes out in order, so that a first assignment is by
 * ranges. A member beyond the number of partitions gets none and stands by.
 */
export function assignPartitions(owners: Assignment, members: readonly string[]): Assignment {
  const quotas = shareOut(owners, members);
  const target = owners.map((owner) => keep(owner, quotas));
  for (const [partition, holder] of target.entries()) {
    if (holder === undefined) target[partition] = takeNext(members, quotas);
  }
  return target;
}

/** How many partitions each may hold; the larger shares go to those who hold most already. */
function shareOut(owners: Assignment, members: readonly string[]): Map<string, number> {
  const smaller = Math.floor(owners.length / members.length);
  const withOneMore = owners.length % members.length;
  const held = (member: string): number => owners.filter((owner) => owner === member).length;
  const ranked = [...members].sort((one, other) => held(other) - held(one));
  return new Map(ranked.map((member, rank) => [member, smaller + (rank < withOneMore ? 1 : 0)]));
}

function keep(owner: string | undefined, quotas: Map<string, number>): string | undefined {
  return owner !== undefined && take(owner, quotas) ? owner : undefined;
}

function takeNext(members: readonly string[], quotas: Map<string, number>): string | undefined {
  return members.find((member) => take(member, quotas));
}

function take(member: string, quotas: Map<string, number>): boolean {
  const left = quotas.get(member) ?? 0;
  if (left === 0) return false;
  quotas.set(member, left - 1);
  return true;
}
