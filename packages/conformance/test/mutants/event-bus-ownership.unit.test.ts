import { eventBusSuite } from '@foldmart/conformance';
import { groupHarness, type GroupMutation, type MemoryGroup } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { handingOverAtOnce } from './handing-over-at-once.js';

const mutants: readonly Mutant<GroupMutation>[] = [
  {
    what: 'a bus that hands a partition over while its owner still handles a batch of it',
    mutate: handingOverAtOnce,
    caughtBy: [
      'a partition is not handed to a member that joins while its owner still handles a batch',
      'a member that stalls for less than its session keeps its partitions, and its work counts',
    ],
  },
  {
    what: 'a bus that accepts commits without fencing',
    mutate: committingWithoutFence,
    caughtBy: [
      'a member that stalls beyond its session loses its partitions, and its late commit has no effect',
    ],
  },
  {
    what: 'a bus whose sessions never expire',
    mutate: expiringNobody,
    caughtBy: [
      'batches in flight at a crash are redelivered to another member, in order per key',
      'a handler that ends after its member has lost the partition has no effect on it',
    ],
  },
  {
    what: 'a bus that never readmits a member whose session expired',
    mutate: banningTheExpired,
    caughtBy: [
      'a member that lost its partitions while it stalled takes part again after it resumes',
    ],
  },
  {
    what: 'a bus that forgets the start of a group in partitions where it handled nothing',
    mutate: forgettingBeginnings,
    caughtBy: [
      'a group that starts from the latest keeps its position in every partition after its members leave',
    ],
  },
];

itRejects(eventBusSuite, groupHarness, mutants);
itAccepts(eventBusSuite, () => groupHarness(() => undefined), mutants);

function committingWithoutFence(group: MemoryGroup): void {
  group.commit = (_id, partition, _epoch, offset) => {
    const state = group.partitions[partition];
    if (state !== undefined) state.committed = offset;
    return true;
  };
}

function expiringNobody(group: MemoryGroup): void {
  const join = group.join.bind(group);
  group.join = (member) =>
    join({ ...member, changed: () => member.changed(), sessionTimeoutMs: 1e9 });
}

function banningTheExpired(group: MemoryGroup): void {
  const heartbeat = group.heartbeat.bind(group);
  const join = group.join.bind(group);
  let expired = 0;
  group.heartbeat = (id) => {
    const isMember = heartbeat(id);
    if (!isMember) expired += 1;
    return isMember;
  };
  group.join = (member) => {
    if (expired === 0) join(member);
  };
}

function forgettingBeginnings(group: MemoryGroup): void {
  const [join, leave] = [group.join.bind(group), group.leave.bind(group)];
  let beginnings: (number | null)[] = [];
  group.join = (member) => {
    join(member);
    beginnings = group.partitions.map(({ committed }) => committed);
  };
  group.leave = (id) => {
    leave(id);
    for (const [index, partition] of group.partitions.entries()) {
      if (partition.committed === beginnings[index]) partition.committed = null;
    }
  };
}
