import { eventBusSuite } from '@foldmart/conformance';
import { busHarness, type BusMutation } from '../memory/harnesses.js';
import { changingAdmin } from './bus-mutants.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';

const mutants: readonly Mutant<BusMutation>[] = [
  {
    what: 'a bus that reports no lag',
    mutate: changingAdmin((admin) => ({
      lag: async (group, topic) =>
        (await admin.lag(group, topic)).map((lag) => ({ ...lag, committed: lag.end, lag: 0 })),
    })),
    caughtBy: [
      'the lag of a group without a commit is the whole topic',
      'the lag of a group that has handled everything is zero, and then what is published',
      'the lag falls batch by batch',
    ],
  },
  {
    what: 'a bus that resets every partition when it is asked for one',
    mutate: changingAdmin((admin) => ({
      resetOffsets: (group, topic, target) => admin.resetOffsets(group, topic, target),
    })),
    caughtBy: ['a reset of one partition leaves the others where they are'],
  },
  {
    what: 'a bus that resets nothing',
    mutate: changingAdmin(() => ({ resetOffsets: async () => undefined })),
    caughtBy: [
      'after a reset to the earliest, a group reads everything again',
      'after a reset to the latest, a group reads only what is published later',
      'after a reset to an offset, a group reads from that message',
      'after a reset to a time, a group reads what was published then or later',
      'an offset out of range is rejected, and nothing moves',
      'a reset of a group with members is rejected, and has no effect',
    ],
  },
  {
    what: 'a bus that creates existing topics again',
    mutate: changingAdmin((admin) => ({
      createTopics: async (specs) => {
        await admin.deleteTopics(specs.map(({ name }) => name));
        await admin.createTopics(specs);
      },
    })),
    caughtBy: ['a topic that exists is left as it is, with its messages'],
  },
  {
    what: 'a bus that deletes no group',
    mutate: changingAdmin(() => ({ deleteGroups: async () => undefined })),
    caughtBy: [
      'a deleted group is gone with its commits, and deleting it again is not an error',
      'a group with members is not deleted',
    ],
  },
  {
    what: 'a bus that does not delete a topic without a trace',
    mutate: changingAdmin((admin) => ({
      deleteTopics: async (names, options) =>
        options?.leaveNoTrace === true ? undefined : admin.deleteTopics(names),
    })),
    caughtBy: ['a topic that was deleted without a trace can be created again, and is empty'],
  },
  {
    what: 'a bus that describes topics in another order',
    mutate: changingAdmin((admin) => ({
      describeTopics: async (names) => admin.describeTopics([...names].sort()),
      listTopics: async () => (await admin.listTopics()).toReversed(),
    })),
    caughtBy: [
      'topics are created as specified, and described in the order asked for',
      'all topics are listed, sorted, without the transport’s internal ones',
    ],
  },
];

itRejects(eventBusSuite, busHarness, mutants);
itAccepts(eventBusSuite, () => busHarness((instance) => instance), mutants);
