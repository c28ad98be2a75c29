import { eventBusSuite } from '@foldmart/conformance';
import { busHarness, type BusMutation } from '../memory/harnesses.js';
import { changingAdmin } from './bus-mutants.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';

const mutants: readonly Mutant<BusMutation>[] = [
  {
    what: 'a bus that sees no lag',
    mutate: changingAdmin((admin) => ({
      lag: async (group, topic) =>
        (await admin.lag(group, topic)).map((lag) => ({ ...lag, committed: lag.end, lag: 0 })),
    })),
    caughtBy: [
      'a group that never committed lags by all there is',
      'a group that has handled all lags by nothing, and then by what comes',
      'the lag counts down batch by batch',
    ],
  },
  {
    what: 'a bus that resets every partition when it is asked for one',
    mutate: changingAdmin((admin) => ({
      resetOffsets: (group, topic, target) => admin.resetOffsets(group, topic, target),
    })),
    caughtBy: ['reset to an offset of one partition, a group reads the others as before'],
  },
  {
    what: 'a bus that resets nothing',
    mutate: changingAdmin(() => ({ resetOffsets: async () => undefined })),
    caughtBy: [
      'reset to the earliest, a group reads everything again',
      'reset to the latest, a group reads only what comes then',
      'reset to an offset, a group reads from that message on',
      'reset to a time, a group reads what came then and later',
      'an offset outside what is kept is refused, and nothing moves',
      'a group with members cannot be set, and goes on as it was',
    ],
  },
  {
    what: 'a bus that makes a topic anew which exists',
    mutate: changingAdmin((admin) => ({
      createTopics: async (specs) => {
        await admin.deleteTopics(specs.map(({ name }) => name));
        await admin.createTopics(specs);
      },
    })),
    caughtBy: ['a topic that exists is left as it is, with its messages'],
  },
  {
    what: 'a bus that describes topics in an order of its own',
    mutate: changingAdmin((admin) => ({
      describeTopics: async (names) => admin.describeTopics([...names].sort()),
      listTopics: async () => (await admin.listTopics()).toReversed(),
    })),
    caughtBy: [
      'topics are made as asked for, and described in the order asked for',
      'all topics are listed, sorted, without the transport’s own',
    ],
  },
];

itRejects(eventBusSuite, busHarness, mutants);
itAccepts(eventBusSuite, () => busHarness((instance) => instance), mutants);
