/** Which member should hold each partition; the index is the partition. */
export type Assignment = readonly (string | undefined)[];

/**
 * Assigns `owners.length` partitions to `members` in shares that differ by at most one. Members keep what they hold
 * as far as possible; the rest is assigned in order, so a first assignment is by ranges. Members beyond the number of
 * partitions stand by.
 */
export function assignPartitions(owners: Assignment, members: readonly string[]): Assignment {
  const quotas = shareOut(owners, members);
  const target = owners.map((owner) => keep(owner, quotas));
  for (const [partition, holder] of target.entries()) {
    if (holder === undefined) target[partition] = takeNext(members, quotas);
  }
  return target;
}

/** How many partitions each member may hold. The larger shares go to those that already hold most. */
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
