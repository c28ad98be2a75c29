const groupTests = [
  'packages/adapters-memory/test/event-bus.conformance.unit.test.ts',
  'packages/adapters-memory/test/group.prop.test.ts',
];

/** @type {readonly import('../mutant.mjs').Mutant[]} */
export const buses = [
  {
    name: 'partition-shared-by-two',
    breaks: 'a partition is granted to a second member while the first one works on it',
    edits: [
      {
        file: 'packages/adapters-memory/src/event-bus/group-partition.ts',
        find: 'if (this.owner !== undefined || this.target === undefined) return false;',
        replace: 'if (this.owner === this.target || this.target === undefined) return false;',
      },
    ],
    world: 'shop',
    tests: groupTests,
  },
  {
    name: 'commit-unfenced',
    breaks: 'a member that lost a partition can still commit in it',
    edits: [
      {
        file: 'packages/adapters-memory/src/event-bus/group-partition.ts',
        find: 'return this.owner === member && this.epoch === epoch;',
        replace: 'return this.owner !== undefined && member !== undefined && epoch > 0;',
      },
    ],
    world: 'shop',
    tests: groupTests,
  },
  {
    name: 'drain-drops',
    breaks: 'a member that closes drops the results of what is in flight',
    edits: [
      {
        file: 'packages/adapters-memory/src/event-bus/member-session.ts',
        find: 'for (const { worker } of atWork) worker.stop();',
        replace: 'for (const { worker } of atWork) worker.lose();',
      },
    ],
    tests: groupTests,
  },
  {
    name: 'latest-chosen-again',
    breaks: 'a group that began at the end begins there again after its members left',
    edits: [
      {
        file: 'packages/adapters-memory/src/event-bus/consumer-group.ts',
        find: 'partition.committed ??= partition.log.end;',
        replace: 'partition.committed = partition.log.end;',
      },
    ],
    tests: groupTests,
  },
];
