import { eventBusSizesSuite } from '@foldmart/conformance';
import {
  busHarness,
  groupHarness,
  type BusMutation,
  type GroupMutation,
  type MemoryGroup,
} from '../memory/harnesses.js';
import { changingBus, changingContext } from './bus-mutants.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { handingOverAtOnce } from './handing-over-at-once.js';

const many =
  '50 members of 5 processes share 50 partitions, and 5,000 messages are handled, each once';
const topics =
  'one process publishes to 20 topics and consumes all of them: 5,000 messages, each once, in order per key';
const closing = 'members that join and close while large batches are under way cause no redelivery';

const late =
  'members that close before their large batches end have these redelivered, and nothing else';

const busMutants: readonly Mutant<BusMutation>[] = [
  {
    what: 'a bus that closes members without waiting',
    mutate: closingAtOnce(),
    caughtBy: [closing],
  },
  {
    what: 'a bus that drops what is published to a 17th topic',
    mutate: droppingTopics(),
    caughtBy: [topics],
  },
  {
    what: 'a bus that drops the last messages of a large publish',
    mutate: changingBus((bus) => ({
      publish: (topic, messages) => bus.publish(topic, messages.slice(0, 4_096)),
    })),
    caughtBy: [many],
  },
  {
    what: 'a bus that does not tell a handler that its member closes',
    mutate: changingContext({ signal: new AbortController().signal }),
    caughtBy: [late],
  },
];

const groupMutants: readonly Mutant<GroupMutation>[] = [
  { what: 'a bus whose group has 32 members at most', mutate: fillingUp, caughtBy: [many] },
  {
    what: 'a bus that hands over a partition whose owner is at work',
    mutate: handingOverAtOnce,
    caughtBy: [closing],
  },
  {
    what: 'a bus that redelivers a partition from its start when its owner changes',
    mutate: startingOver,
    caughtBy: [closing],
  },
];

itRejects(eventBusSizesSuite, busHarness, busMutants);
itRejects(eventBusSizesSuite, groupHarness, groupMutants);
itAccepts(eventBusSizesSuite, () => busHarness((instance) => instance), busMutants);
itAccepts(eventBusSizesSuite, () => groupHarness(() => undefined), groupMutants);

function closingAtOnce(): BusMutation {
  return changingBus((bus) => ({
    async subscribe(options, handler) {
      const subscription = await bus.subscribe(options, handler);
      return {
        member: subscription.member,
        ended: subscription.ended,
        assignments: () => subscription.assignments(),
        close: () => subscription.close({ deadlineMs: 0 }),
      };
    },
  }));
}

function droppingTopics(): BusMutation {
  const seen = new Set<string>();
  return changingBus((bus) => ({
    publish(topic, messages) {
      seen.add(topic);
      return seen.size > 16 ? Promise.resolve() : bus.publish(topic, messages);
    },
  }));
}

function fillingUp(group: MemoryGroup): void {
  const join = group.join.bind(group);
  let members = 0;
  group.join = (member) => {
    members += 1;
    if (members <= 32) join(member);
  };
}

function startingOver(group: MemoryGroup): void {
  const release = group.release.bind(group);
  group.release = (id, partition, epoch) => {
    const state = group.partitions[partition];
    if (state !== undefined) state.committed = 0;
    release(id, partition, epoch);
  };
}
