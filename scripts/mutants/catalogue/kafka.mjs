const committer = 'packages/adapters-kafka/src/consumer/offset-committer.ts';
const committerTests = ['packages/adapters-kafka/test/offset-committer.unit.test.ts'];

/** @type {readonly import('../mutant.mjs').Mutant[]} */
export const kafka = [
  {
    name: 'kafka-older-offset-wins',
    breaks: 'after a failed offset commit, the older offset overwrites the newer',
    edits: [
      {
        file: committer,
        find: 'new Map([...this.#inFlight, ...this.#pending])',
        replace: 'new Map([...this.#pending, ...this.#inFlight])',
      },
    ],
    tests: committerTests,
  },
  {
    name: 'kafka-commits-side-by-side',
    breaks: 'offset commits run side by side, and nobody awaits them',
    edits: [
      {
        file: committer,
        find: 'if (!this.#isRunning) void this.#run();',
        replace: 'void this.#run();',
      },
    ],
    tests: committerTests,
  },
  {
    name: 'kafka-producer-kept',
    breaks: 'a producer whose send failed is used again with its sequence numbers',
    edits: [
      {
        file: 'packages/adapters-kafka/src/producer/sequenced-sender.ts',
        find: '        this.#session = undefined;\n        throw error;',
        replace: '        throw error;',
      },
    ],
    tests: ['packages/adapters-kafka/test/producing.prop.test.ts'],
  },
  {
    name: 'kafka-failure-overtaken',
    breaks: 'on Kafka, a later publish overtakes one that failed',
    edits: [
      {
        file: 'packages/adapters-kafka/src/producer/partition-lane.ts',
        find: '    settleAll(batch, error);\n    this.failWaiting(error);',
        replace: '    settleAll(batch, error);',
      },
    ],
    tests: ['packages/adapters-kafka/test/producing.prop.test.ts'],
  },
];
