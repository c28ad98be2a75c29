const ledgerFile = 'packages/adapters-memory/src/shop/coupon-ledger/memory-coupon-ledger.ts';
const ledgerTests = ['packages/adapters-memory/test/coupon-ledger.conformance.unit.test.ts'];

/** @type {readonly import('../mutant.mjs').Mutant[]} */
export const shop = [
  {
    name: 'stock-outside-the-lock',
    breaks: "the stock is checked outside the coupon's lock",
    edits: [
      {
        file: ledgerFile,
        find: "const writer = await this.#lock(transaction, 'settle', couponId, scope.requestIds);\n      const settlement = decide(this.#facts.requests(couponId, scope));",
        replace:
          "const settlement = decide(this.#facts.requests(couponId, scope));\n      const writer = await this.#lock(transaction, 'settle', couponId, scope.requestIds);",
      },
    ],
    world: 'coupons',
    tests: ledgerTests,
  },
  {
    name: 'one-coupon-too-many',
    breaks: 'one coupon more than the stock is issued',
    edits: [
      {
        file: 'packages/core/src/shop/coupons/decisions/decide-requests.ts',
        find: 'if (batch.issued >= state.stock)',
        replace: 'if (batch.issued > state.stock)',
      },
    ],
    world: 'coupons',
    tests: ['packages/core/test/shop/coupons/decide-requests.prop.test.ts'],
  },
  {
    name: 'decided-twice',
    breaks: 'a redelivered request is decided again',
    edits: [
      {
        file: 'packages/core/src/shop/coupons/decisions/decide-requests.ts',
        find: 'this.#decided = new Map(facts.decided);',
        replace: 'this.#decided = new Map();',
      },
    ],
    world: 'coupons',
    tests: ['packages/core/test/shop/coupons/decide-requests.prop.test.ts'],
  },
  {
    name: 'stale-cache-worker',
    breaks: 'a cache worker that slept puts back an older set',
    edits: [
      {
        file: 'packages/adapters-memory/src/entity-cache/memory-cache-server.ts',
        find: 'if (slot !== undefined && ticket < slot.ticket)',
        replace: "if (slot !== undefined && ticket === '')",
      },
    ],
    world: 'shop',
    tests: ['packages/adapters-memory/test/entity-cache.conformance.unit.test.ts'],
  },
  {
    name: 'ticket-after-reading',
    breaks: 'a cache worker draws its ticket after it has read the rows',
    edits: [
      {
        file: 'packages/core/src/cache/refresh-cache.ts',
        find: 'const ticket = await cache.beginRefresh(kind.name);\n  const entities = await selectEntities(repository, selected);',
        replace:
          'const entities = await selectEntities(repository, selected);\n  const ticket = await cache.beginRefresh(kind.name);',
      },
    ],
    world: 'shop',
    tests: ['packages/core/test/cache/refresh-cache.unit.test.ts'],
  },
  {
    name: 'rows-starve',
    breaks: 'one side of the aging gets no place, and its rows are never cached',
    edits: [
      {
        file: 'packages/core/src/cache/cache-plan.ts',
        find: 'Math.max(Math.round(batchSize * newDataRatio), 1)',
        replace: 'Math.max(Math.round(batchSize * newDataRatio), 0)',
      },
    ],
    tests: ['packages/core/test/cache/cache-plan.prop.test.ts'],
  },
  {
    name: 'secret-in-an-error',
    breaks: "a wrong secret is shown in its setting's error",
    edits: [
      {
        file: 'packages/composition/src/settings/read-values.ts',
        find: '...(setting.isSecret ? {} : { value: source }),',
        replace: 'value: source,',
      },
    ],
    tests: ['packages/composition/test/settings/load-settings.unit.test.ts'],
  },
];
