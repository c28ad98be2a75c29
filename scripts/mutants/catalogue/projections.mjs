const rebuildTests = [
  'packages/adapters-memory/test/rebuild-store.conformance.unit.test.ts',
  'packages/adapters-memory/test/rebuilds.unit.test.ts',
];
const finishFile = 'packages/adapters-memory/src/rebuild-store/finish-rebuild.ts';

/** @type {readonly import('../mutant.mjs').Mutant[]} */
export const projections = [
  {
    name: 'checkpoint-before-handling',
    breaks: 'a subscription moves its checkpoint before its handler has run',
    edits: [
      {
        file: 'packages/core/src/subscriptions/run-subscription.ts',
        find: 'if (!(await handle(dependencies, options, handler, { page: deliverable, signal }))) return;\n      const to = deliverable.next;\n      if (!(await moveOn(dependencies, options, { from, to }, signal))) return;',
        replace:
          'const to = deliverable.next;\n      if (!(await moveOn(dependencies, options, { from, to }, signal))) return;\n      if (!(await handle(dependencies, options, handler, { page: deliverable, signal }))) return;',
      },
    ],
    world: 'shop',
    tests: ['packages/core/test/subscriptions/run-subscription.unit.test.ts'],
  },
  {
    name: 'newer-event-skipped',
    breaks: 'an old program applies its policy for failures to an event of a newer program',
    edits: [
      {
        file: 'packages/core/src/projections/project-event.ts',
        find: '    if (isNewerEventError(error)) throw error;\n',
        replace: '',
      },
    ],
    tests: ['packages/core/test/projections/running/newer-events.unit.test.ts'],
  },
  {
    name: 'two-leaders-of-a-projection',
    breaks: 'a leader that was replaced can still advance a projection',
    edits: [
      {
        file: 'packages/adapters-memory/src/projection-store/memory-projection-store.ts',
        find: 'if (state === undefined || state.position !== from || state.parked !== undefined) {',
        replace: 'if (state === undefined || state.parked !== undefined) {',
      },
    ],
    world: 'shop',
    tests: [
      'packages/adapters-memory/test/projection-store.conformance.unit.test.ts',
      'packages/core/test/projections/running/stale-leader.unit.test.ts',
    ],
  },
  {
    name: 'rebuild-tail-skipped',
    breaks: "the fold of a rebuild's tail is skipped if the tail was empty at first look",
    edits: [
      {
        file: finishFile,
        find: 'if (log.settled.countBehind(position) > longestTail)',
        replace: 'const seen = log.settled.countBehind(position);\n  if (seen > longestTail)',
      },
      {
        file: finishFile,
        find: 'const tail = log.committed().read(position, longestTail + 1).events;',
        replace:
          'const tail = seen === 0 ? [] : log.committed().read(position, longestTail + 1).events;',
      },
    ],
    world: 'shop',
    tests: rebuildTests,
  },
  {
    name: 'rebuild-without-fence',
    breaks: 'a rebuild is swapped in without waiting for appends that have passed the fence',
    edits: [
      {
        file: finishFile,
        find: 'const tables = [projectionsTable, ...rebuild',
        replace: 'const tables = [`not ${projectionsTable}`, ...rebuild',
      },
    ],
    world: 'shop',
    tests: [...rebuildTests, 'packages/adapters-memory/test/rolling-upgrade.prop.test.ts'],
  },
  {
    name: 'operational-columns-lost',
    breaks: 'a rebuild forgets when rows were cached',
    edits: [
      {
        file: finishFile,
        find: 'if (before !== undefined) keepOperational(before, built);',
        replace: 'void [before, keepOperational];',
      },
    ],
    tests: rebuildTests,
  },
];
