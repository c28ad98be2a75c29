import { eventBusSuite } from '@foldmart/conformance';
import { groupHarness, type GroupMutation, type MemoryGroup } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';

const mutants: readonly Mutant<GroupMutation>[] = [
  {
    what: 'a bus that resumes in a new topic at the position in the former one',
    mutate: keepingPositions,
    caughtBy: [
      'a topic created again with more messages than the position in the former one is read from its start',
      'a member that never saw its topic missing notices a new topic, and skips none of its messages',
      'a group that was stopped while its topic was created again reads the new one from its start',
      'every member of a group follows its topic when it is created again',
    ],
  },
  {
    what: 'a bus that takes the commit of a handler in the former topic for one in the new topic',
    mutate: committingAcrossTopics,
    caughtBy: [
      'the commit of a handler that began in a former topic does not move the position in the new one',
    ],
  },
  {
    what: 'a bus that reads a new topic only with its first member',
    mutate: sparingOthers,
    caughtBy: ['every member of a group follows its topic when it is created again'],
  },
  {
    what: 'a bus that resets the position in the former topic',
    mutate: resettingFormer,
    caughtBy: ['a reset of a group whose position is of a former topic applies to the new one'],
  },
];

itRejects(eventBusSuite, groupHarness, mutants);
itAccepts(eventBusSuite, () => groupHarness(() => undefined), mutants);

function keepingPositions(group: MemoryGroup): void {
  const topicDeleted = group.topicDeleted.bind(group);
  const topicCreated = group.topicCreated.bind(group);
  let positions: readonly (number | null)[] = [];
  group.topicDeleted = () => {
    positions = group.partitions.map(({ committed }) => committed);
    topicDeleted();
  };
  group.topicCreated = (topic) => {
    topicCreated(topic);
    for (const [index, partition] of group.partitions.entries()) {
      partition.committed = positions[index] ?? partition.committed;
    }
  };
}

function committingAcrossTopics(group: MemoryGroup): void {
  group.commit = (_id, partition, _epoch, offset) => {
    const state = group.partitions[partition];
    if (state !== undefined) state.committed = offset;
    return true;
  };
}

/** Members other than the first learn nothing after a topic was deleted. */
function sparingOthers(group: MemoryGroup): void {
  const join = group.join.bind(group);
  const topicDeleted = group.topicDeleted.bind(group);
  let isDeleted = false;
  let members = 0;
  group.topicDeleted = () => {
    isDeleted = true;
    topicDeleted();
  };
  group.join = (member) => {
    members += 1;
    const isFirst = members === 1;
    const changed = (): void => {
      if (isFirst || !isDeleted) member.changed();
    };
    join({ ...member, changed });
  };
}

/** A reset sees the position that a stopped group had in the former topic. */
function resettingFormer(group: MemoryGroup): void {
  keepingPositions(group);
  const beginNewTopic = group.beginNewTopic.bind(group);
  group.beginNewTopic = () => {
    beginNewTopic();
    if (group.isActive) return;
    for (const partition of group.partitions) {
      Object.defineProperty(partition, 'committed', { get: () => 60, set: () => undefined });
    }
  };
}
