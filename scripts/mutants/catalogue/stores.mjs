const storeTests = ['packages/adapters-memory/test/event-store.conformance.unit.test.ts'];

/** @type {readonly import('../mutant.mjs').Mutant[]} */
export const stores = [
  {
    name: 'dedupe-skipped',
    breaks: 'a redelivered event is recorded again',
    edits: [
      {
        file: 'packages/adapters-memory/src/event-store/ingest-batch.ts',
        find: 'if (there !== undefined) return compare(there, streamId, event);',
        replace: 'if (there === null) return compare(there, streamId, event);',
      },
    ],
    world: 'shop',
    tests: storeTests,
  },
  {
    name: 'follower-by-position',
    breaks: 'followers read by position alone, past appends that are still open',
    edits: [
      {
        file: 'packages/adapters-memory/src/event-store/event-log.ts',
        find: 'if (transaction >= horizon) break;',
        replace: 'if (transaction >= horizon + 1_000_000) break;',
      },
    ],
    world: 'shop',
    tests: [...storeTests, 'packages/adapters-memory/test/log-following.prop.test.ts'],
  },
  {
    name: 'follower-repeats-the-last',
    breaks: '`<` for `<=` where a follower resumes: it gets its last event again',
    edits: [
      {
        file: 'packages/adapters-memory/src/event-store/committed-log.ts',
        find: 'if (comparePlaces(parsePosition(position), place) <= 0) low = middle + 1;',
        replace: 'if (comparePlaces(parsePosition(position), place) < 0) low = middle + 1;',
      },
    ],
    world: 'shop',
    tests: storeTests,
  },
  {
    name: 'expected-version-ignored',
    breaks: 'an append ignores the version that it was decided on',
    edits: [
      {
        file: 'packages/adapters-memory/src/event-store/append-events.ts',
        find: 'return version === expected;',
        replace: 'return version >= expected;',
      },
    ],
    world: 'shop',
    tests: storeTests,
  },
  {
    name: 'stream-order-inverted',
    breaks: 'a transaction may append to a stream behind a later transaction',
    edits: [
      {
        file: 'packages/adapters-memory/src/event-store/log-writer.ts',
        find: 'if (last > this.#transaction.id) {',
        replace: 'if (last > this.#transaction.id + 1_000_000) {',
      },
    ],
    world: 'shop',
    tests: [...storeTests, 'packages/adapters-memory/test/log-following.prop.test.ts'],
  },
  {
    name: 'settled-letter-recorded-again',
    breaks: 'a message whose letter was discarded is recorded when it is redelivered',
    edits: [
      {
        file: 'packages/adapters-memory/src/event-store/ingest-batch.ts',
        find: 'if (source !== undefined && isSettled(source)) {',
        replace: 'if (source !== undefined && isSettled(source) && items.length < 0) {',
      },
    ],
    tests: storeTests,
  },
  {
    name: 'inline-fence-skipped',
    breaks: 'a program of another version writes inline rows',
    edits: [
      {
        file: 'packages/adapters-memory/src/event-store/log-writer.ts',
        find: 'this.#projector.assertCurrent(projectionStates.inlineVersions, this.#request);',
        replace: 'void projectionStates;',
      },
    ],
    tests: storeTests,
  },
];
