const partsFile = 'packages/core/src/messaging/ingest-by-parts.ts';
const persistTests = [
  'packages/core/test/messaging/persist-events.prop.test.ts',
  'packages/core/test/messaging/persist-held-keys.prop.test.ts',
  'packages/core/test/messaging/key-order.prop.test.ts',
];

/** @type {readonly import('../mutant.mjs').Mutant[]} */
export const messaging = [
  {
    name: 'offset-before-transaction',
    breaks: 'the offset is committed before the transaction',
    edits: [
      {
        file: 'packages/core/src/consuming/partition-delivery.ts',
        find: 'await handler(batch, { attempt, signal: this.#lost.signal });',
        replace:
          'void handler(batch, { attempt, signal: this.#lost.signal })?.catch(() => undefined);',
      },
    ],
    world: 'shop',
    tests: ['packages/core/test/consuming/partition-delivery.unit.test.ts'],
  },
  {
    name: 'failed-batch-skipped',
    breaks: 'a batch whose handler failed is not redelivered',
    edits: [
      {
        file: 'packages/core/src/consuming/partition-delivery.ts',
        find: "if (outcome === 'handled') {",
        replace: "if (outcome !== 'not-begun') {",
      },
    ],
    world: 'shop',
    tests: ['packages/core/test/consuming/partition-delivery.unit.test.ts'],
  },
  {
    name: 'bisect-loses-an-item',
    breaks: 'a batch is bisected wrongly: the first item of the second half is lost',
    edits: [
      {
        file: 'packages/core/src/messaging/bisect.ts',
        find: 'yield* bisect(items.slice(middle), take, mayBeFaultOfItem);',
        replace: 'yield* bisect(items.slice(middle + 1), take, mayBeFaultOfItem);',
      },
    ],
    tests: persistTests,
  },
  {
    name: 'parts-carry-letters-again',
    breaks: 'each part of a bisected batch carries the dead letters again',
    edits: [
      {
        file: partsFile,
        find: 'store.ingest({ items: free })',
        replace: 'store.ingest({ items: free, deadLetters })',
      },
    ],
    tests: persistTests,
  },
  {
    name: 'refusal-drops-letters',
    breaks: 'a refused item drops the other dead letters of its batch',
    edits: [
      {
        file: partsFile,
        find: 'this.#letters.push(letter);',
        replace: 'this.#letters.splice(0, this.#letters.length, letter);',
      },
    ],
    tests: persistTests,
  },
  {
    name: 'dead-letter-not-written',
    breaks: 'a message that is no event is dropped instead of parked',
    edits: [
      {
        file: 'packages/core/src/messaging/persist-events.ts',
        find: 'deadLetters.push({ source, reason, detail, attempts: attempt });',
        replace: 'void [source, reason, detail, attempt];',
      },
    ],
    world: 'shop',
    tests: persistTests,
  },
  {
    name: 'successor-let-through',
    breaks: 'the successor of a parked message is let through',
    edits: [
      {
        file: 'packages/core/src/messaging/held-keys.ts',
        find: 'return head !== undefined && comesFrom(head, source);',
        replace: 'return head !== undefined && head.offset === source.offset;',
      },
    ],
    world: 'shop',
    tests: persistTests,
  },
  {
    name: 'retry-reorders',
    breaks: 'publishes that are retried follow the later ones',
    edits: [
      {
        file: 'packages/core/src/messaging/ordered-publisher.ts',
        find: 'this.#waiting.unshift(...failed);',
        replace: 'this.#waiting.push(...failed);',
      },
    ],
    world: 'shop',
    tests: ['packages/core/test/messaging/ordered-publisher.prop.test.ts'],
  },
  {
    name: 'relay-ignores-origin',
    breaks: 'the relay ignores where events came from',
    edits: [
      {
        file: 'packages/composition/src/roles/relay-outbox.ts',
        find: "origin === 'command' &&",
        replace: "origin !== '' &&",
      },
    ],
    world: 'shop',
    tests: ['examples/guides/test/outbox.unit.test.ts'],
  },
  {
    name: 'origin-ignored-for-orders',
    breaks: "the relay's filter by origin is dropped for order_created",
    edits: [
      {
        file: 'packages/composition/src/roles/relay-outbox.ts',
        find: "origin === 'command' &&",
        replace: "(origin === 'command' || type === 'order_created') &&",
      },
    ],
    world: 'shop',
    tests: ['examples/guides/test/outbox.unit.test.ts'],
  },
  {
    name: 'library-origin-ignored-for-orders',
    breaks: "the library's own filter by origin is dropped for order_created",
    edits: [
      {
        file: 'packages/core/src/messaging/relay-outbox.ts',
        find: 'return !origin.startsWith(fromBus) &&',
        replace: "return (!origin.startsWith(fromBus) || type === 'order_created') &&",
      },
    ],
    tests: ['packages/core/test/messaging/relay-outbox.unit.test.ts'],
  },
  {
    name: 'relay-does-not-wait',
    breaks: 'the relay moves its checkpoint before the bus has acknowledged',
    edits: [
      {
        file: 'packages/core/src/messaging/relay-outbox.ts',
        find: 'if (outgoing.length > 0) await publish(outgoing);',
        replace: 'if (outgoing.length > 0) void publish(outgoing).catch(() => undefined);',
      },
    ],
    world: 'shop',
    tests: ['packages/core/test/messaging/relay-outbox.unit.test.ts'],
  },
  {
    name: 'upcaster-skipped',
    breaks: 'the first upcaster of an old event is skipped',
    edits: [
      {
        file: 'packages/core/src/events/event-registry.ts',
        find: 'for (let version = fromVersion; version < definition.version; version += 1) {',
        replace:
          'for (let version = fromVersion + 1; version < definition.version; version += 1) {',
      },
    ],
    tests: ['packages/core/test/events/evolution.prop.test.ts'],
  },
  {
    name: 'deadline-set-twice',
    breaks: 'a renewed lock has two timers: the old deadline still ends it',
    edits: [
      {
        file: 'packages/core/src/leasing/leased-lock.ts',
        find: '    this.#cancelDeadline();\n    this.#cancelDeadline = this.#clock',
        replace: '    this.#cancelDeadline = this.#clock',
      },
    ],
    tests: ['packages/adapters-memory/test/leader-lock.conformance.unit.test.ts'],
  },
];
