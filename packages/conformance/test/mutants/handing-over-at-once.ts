import type { MemoryGroup } from '../memory/harnesses.js';

/** A group that gives a partition to its next owner while the former one still handles a batch. */
export function handingOverAtOnce(group: MemoryGroup): void {
  const join = group.join.bind(group);
  group.join = (member) => {
    join(member);
    for (const partition of group.partitions) {
      if (partition.owner === partition.target) continue;
      partition.owner = undefined;
      partition.grant();
    }
    member.changed();
  };
}
