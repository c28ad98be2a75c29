const rebuilds = 'packages/adapters-postgres/src/rebuild-store/finish-rebuild.ts';
const reader = 'packages/adapters-postgres/src/event-store/log-reader.ts';
const openAppends = 'packages/adapters-postgres/src/migrations/0013-open-appends.ts';
const logTests = [
  'packages/adapters-postgres/test/log-order.int.test.ts',
  'packages/adapters-postgres/test/open-appends.int.test.ts',
  'packages/adapters-postgres/test/commit-races.int.test.ts',
];

/** @type {readonly import('../mutant.mjs').Mutant[]} */
export const postgres = [
  {
    name: 'postgres-follower-without-bound',
    breaks: 'on Postgres, followers read past appends that are still open',
    edits: [
      {
        file: reader,
        find: 'return `(epoch, tx) < ((SELECT epoch FROM ${logEpoch}), ${bound})`;',
        replace: 'return `(epoch <= (SELECT epoch FROM ${logEpoch}) OR ${bound} IS NULL)`;',
      },
    ],
    tests: logTests,
  },
  {
    name: 'postgres-bound-included',
    breaks: "on Postgres, `<=` for `<` at the follower's bound",
    edits: [
      {
        file: reader,
        find: 'return `(epoch, tx) < ((SELECT epoch FROM ${logEpoch}), ${bound})`;',
        replace: 'return `(epoch, tx) <= ((SELECT epoch FROM ${logEpoch}), ${bound})`;',
      },
    ],
    tests: logTests,
    equivalent:
      'A reader finds the bound first and takes its snapshot later. It sees events of the transaction at the bound only if that one has ended, and then all below have ended before.',
  },
  {
    name: 'postgres-follower-repeats',
    breaks: 'on Postgres, `>=` for `>` where a follower resumes',
    edits: [
      {
        file: reader,
        find: '(epoch, tx, position) > ($1::integer',
        replace: '(epoch, tx, position) >= ($1::integer',
      },
    ],
    tests: ['packages/adapters-postgres/test/log-order.int.test.ts'],
  },
  {
    name: 'postgres-two-lock-scans',
    breaks: 'the locks of open appends are read in two scans of pg_locks',
    edits: [
      {
        file: openAppends,
        find: "SELECT FROM held AS append WHERE append.locktype = 'advisory' AND append.pid = own.pid",
        replace:
          "SELECT FROM pg_locks AS append WHERE append.granted AND append.locktype = 'advisory' AND append.classid = ${lockClass(schema)} AND append.pid = own.pid",
      },
    ],
    tests: ['packages/adapters-postgres/test/open-appends.int.test.ts'],
  },
  {
    name: 'postgres-locks-after-snapshot',
    breaks: 'the bound is taken from the snapshot before the locks are read',
    edits: [
      {
        file: openAppends,
        find: '      moment := pg_current_snapshot();\n      SELECT running',
        replace: '      SELECT running',
      },
    ],
    tests: logTests,
  },
  {
    name: 'postgres-stream-order',
    breaks: 'on Postgres, a transaction may append behind a later transaction of the stream',
    edits: [
      {
        file: 'packages/adapters-postgres/src/event-store/stream-heads.ts',
        find: "if (isLater === 't')",
        replace: "if (isLater === 'never')",
      },
      {
        file: 'packages/adapters-postgres/src/migrations/0012-stream-heads.ts',
        find: 'IF coalesce(is_later, false)',
        replace: 'IF false',
      },
    ],
    tests: logTests,
  },
  {
    name: 'postgres-rebuild-tail-skipped',
    breaks:
      "on Postgres, the fold of a rebuild's tail is skipped if the tail was empty at first look",
    edits: [
      {
        file: rebuilds,
        find: 'return (await readTail(session, finishing)).length > longestTail;',
        replace:
          'const { length } = await readTail(session, finishing);\n    Object.assign(finishing, { seen: length });\n    return length > longestTail;',
      },
      {
        file: rebuilds,
        find: 'const tail = await readTail(session, finishing);',
        replace: 'const tail = finishing.seen === 0 ? [] : await readTail(session, finishing);',
      },
    ],
    tests: ['packages/adapters-postgres/test/rebuild-locks.int.test.ts'],
  },
  {
    name: 'postgres-rebuild-without-fence',
    breaks: 'on Postgres, a rebuild does not wait for appends that have passed the fence',
    edits: [
      {
        file: rebuilds,
        find: 'LOCK TABLE ${tables.checkpoints} IN EXCLUSIVE MODE',
        replace: 'LOCK TABLE ${tables.checkpoints} IN ACCESS SHARE MODE',
      },
    ],
    tests: ['packages/adapters-postgres/test/rebuild-locks.int.test.ts'],
  },
  {
    name: 'postgres-two-leaders',
    breaks: 'on Postgres, a leader that was replaced can still advance a projection',
    edits: [
      {
        file: 'packages/adapters-postgres/src/projection-store/postgres-projection-store.ts',
        find: 'position IS NOT DISTINCT FROM $3',
        replace: '($3::text IS NULL OR position IS NOT NULL)',
      },
    ],
    tests: ['packages/adapters-postgres/test/projection-store.conformance.int.test.ts'],
  },
  {
    name: 'postgres-batch-queues-late',
    breaks: 'on Postgres, a batch waits for its streams after it has written them',
    edits: [
      {
        file: 'packages/adapters-postgres/src/event-store/ingest/place-batch.ts',
        find: '...(queues ? queueStatements(tables, followedStreams(items)) : []),\n    ...(others.length === 0 ? [placed.insertFenced(first)] : [placed.insertPlaced(records), fence]),',
        replace:
          '...(others.length === 0 ? [placed.insertFenced(first)] : [placed.insertPlaced(records), fence]),\n    ...(queues ? queueStatements(tables, followedStreams(items)) : []),',
      },
    ],
    tests: ['packages/adapters-postgres/test/ingest-at-once.int.test.ts'],
  },
  {
    name: 'postgres-stock-outside-the-lock',
    breaks: "on Postgres, the facts are read before the coupon's lock is taken",
    edits: [
      {
        file: 'packages/adapters-postgres/src/shop/coupon-ledger/coupon-facts.ts',
        find: 'const [lock, read] = await Promise.allSettled([\n    queueForStreams(session, tables, [couponStream(couponId)]),\n    session.runAll(statements),\n  ]);',
        replace:
          'const [read, lock] = await Promise.allSettled([\n    session.runAll(statements),\n    queueForStreams(session, tables, [couponStream(couponId)]),\n  ]);',
      },
    ],
    tests: ['packages/adapters-postgres/test/coupon-ledger.conformance.int.test.ts'],
  },
  {
    name: 'postgres-coupon-guard',
    breaks: "the guard of the coupon's stream is removed",
    edits: [
      {
        file: 'packages/adapters-postgres/src/shop/coupon-ledger/coupon-facts.ts',
        find: "if (isLater === 't')",
        replace: "if (isLater === 'never')",
      },
    ],
    tests: ['packages/adapters-postgres/test/coupon-ledger.conformance.int.test.ts'],
    equivalent:
      'The statement that reads the head is the first that assigns an id to the transaction, and its snapshot is older than that id. So it sees no event of a later transaction. The guard holds if an earlier statement should ever assign the id.',
  },
];
