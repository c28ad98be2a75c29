import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertFits, requireDefinition } from '@foldmart/core';
import {
  decideAsSystemErrors,
  decideRequests,
  decisionsIn,
  evolveCoupon,
  noOutcomes,
  shopRegistry,
  type CouponState,
  type QueuedItem,
  type RequestDecision,
  type RequestFacts,
  type Settlement,
} from '@foldmart/core/shop';

const source = {
  group: 'g',
  topic: 't',
  partition: 0,
  offset: '0',
  key: null,
  value: null,
  headers: {},
};
const nowMs = 1_770_129_005_000;

function items(): fc.Arbitrary<readonly QueuedItem[]> {
  const request = fc.record({ name: fc.nat(40), userId: fc.integer({ min: 1, max: 12 }) });
  const broken = fc.option(fc.nat(45), { nil: undefined });
  const item = fc.oneof(
    { weight: 8, arbitrary: request.map(({ name, userId }) => requestOf(`r${name}`, userId)) },
    { weight: 1, arbitrary: broken.map((name) => unreadableOf(name)) },
  );
  return fc.array(item, { maxLength: 150 });
}

function requestOf(requestId: string, userId: number): QueuedItem {
  const request = { requestId, couponId: 1, userId, requestedAtMs: nowMs - 5 };
  return { kind: 'request', source, request };
}

function unreadableOf(name: number | undefined): QueuedItem {
  const requestId = name === undefined ? undefined : `r${name}`;
  return { kind: 'unreadable', source, couponId: 1, requestId, reason: 'invalid', detail: 'no' };
}

function states(): fc.Arbitrary<CouponState | undefined> {
  return fc.option(
    fc.record({
      couponId: fc.constant(1),
      initialStock: fc.constant(5),
      stock: fc.integer({ min: 0, max: 8 }),
      issued: fc.constant(0),
      opensAtMs: fc.constantFrom(0, nowMs, nowMs + 1),
      closesAtMs: fc.constantFrom(null, null, nowMs, nowMs + 1),
      isClosed: fc.constantFrom(false, false, false, true),
      rules: fc.record({
        blockedUsers: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
        minimumGrade: fc.constantFrom(null, 'BRONZE', 'GOLD'),
      }),
      refillIds: fc.constant([]),
      outcomes: fc.constant(noOutcomes),
    }),
    { nil: undefined, freq: 9 },
  );
}

const grades = new Map([
  [1, 'BRONZE'],
  [2, 'GOLD'],
  [3, 'VIP'],
  [4, 'DIAMOND'],
]);

/** What a ledger knows, without any ledger: settles batch after batch on what the batches before have left. */
class Book {
  state: CouponState | undefined;
  readonly holders = new Set<number>();
  readonly decided = new Map<string, RequestDecision>();

  constructor(state: CouponState | undefined) {
    this.state = state;
  }

  settle(batch: readonly QueuedItem[]): Settlement {
    const { state, holders, decided } = this;
    const facts: RequestFacts = { state, holders, decided, grades, nowMs };
    const settlement = decideRequests(batch, facts);
    for (const event of settlement.events) {
      this.state = evolveCoupon(this.state, event);
      for (const decision of decisionsIn(event)) {
        this.decided.set(decision.requestId, decision);
        if (decision.outcome === 'SUCCESS') this.holders.add(decision.userId ?? 0);
      }
    }
    return settlement;
  }
}

function cut<Item>(list: readonly Item[], sizes: readonly number[]): (readonly Item[])[] {
  const batches: (readonly Item[])[] = [];
  for (let at = 0, nth = 0; at < list.length; nth += 1) {
    const size = sizes[nth % sizes.length] ?? 1;
    batches.push(list.slice(at, at + size));
    at += size;
  }
  return batches;
}

const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 });

describe('deciding requests', () => {
  it('gives the same decisions however a queue is cut into batches', () => {
    fc.assert(
      fc.property(items(), states(), sizes, (queue, state, batchSizes) => {
        const [whole, cutUp] = [new Book(state), new Book(state)];
        const { decisions } = whole.settle(queue);
        const others = cut(queue, batchSizes).flatMap((batch) => cutUp.settle(batch).decisions);
        expect(others).toEqual(decisions);
        expect(cutUp.state).toEqual(whole.state);
      }),
    );
  });

  it('issues no more than there are, one to each user, numbered in the order of the queue', () => {
    fc.assert(
      fc.property(items(), states(), (queue, state) => {
        const { decisions } = new Book(state).settle(queue);
        const fresh = [...new Map(decisions.map((each) => [each.requestId, each])).values()];
        const issued = fresh.filter(({ outcome }) => outcome === 'SUCCESS');
        expect(issued.length).toBeLessThanOrEqual(state?.stock ?? 0);
        expect(new Set(issued.map(({ userId }) => userId)).size).toBe(issued.length);
        expect(issued.map(({ issueNumber }) => issueNumber)).toEqual(
          issued.map((_, nth) => nth + 1),
        );
      }),
    );
  });

  it('decides a request once, also within a batch, and records each decision once', () => {
    fc.assert(
      fc.property(items(), states(), (queue, state) => {
        const book = new Book(state);
        const { decisions, events } = book.settle([...queue, ...queue]);
        const byId = new Map(decisions.map((decision) => [decision.requestId, decision]));
        for (const decision of decisions) expect(byId.get(decision.requestId)).toEqual(decision);
        const recorded = events.flatMap(decisionsIn);
        expect(new Map(recorded.map((each) => [each.requestId, each]))).toEqual(byId);
        expect(recorded).toHaveLength(byId.size);
        expect(book.settle(queue).events).toEqual([]);
      }),
    );
  });

  it('makes events that fit their schemas, with ids of their own', () => {
    fc.assert(
      fc.property(items(), states(), (queue, state) => {
        const { events } = new Book(state).settle(queue);
        for (const { type, data } of events)
          assertFits(requireDefinition(shopRegistry, type), data);
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      }),
    );
  });

  it('parks every message that it could not read, and every id that was used for another request', () => {
    fc.assert(
      fc.property(items(), states(), (queue, state) => {
        const { deadLetters } = new Book(state).settle(queue);
        const unreadable = queue.filter(({ kind }) => kind === 'unreadable');
        const conflicts = deadLetters.filter(({ reason }) => reason === 'conflict');
        expect(deadLetters.length - conflicts.length).toBe(unreadable.length);
        const firstUser = new Map<string, number | null>();
        const others = queue.filter((item) => {
          const { requestId } = item.kind === 'request' ? item.request : item;
          if (requestId === undefined) return false;
          const userId = item.kind === 'request' ? item.request.userId : null;
          const first = firstUser.get(requestId);
          if (first === undefined) firstUser.set(requestId, userId);
          return first !== undefined && first !== null && userId !== null && first !== userId;
        });
        expect(conflicts).toHaveLength(others.length);
      }),
    );
  });

  it('says SYSTEM_ERROR only for what is not decided yet', () => {
    const decided = new Map([['r1', decisionOf('r1')]]);
    const facts = { state: undefined, holders: new Set<number>(), decided, grades, nowMs };
    const queue = [requestOf('r1', 1), requestOf('r2', 2)];
    const requests = queue.filter((item) => item.kind === 'request');
    const { decisions, events } = decideAsSystemErrors(requests, 'it will never work', facts);
    expect(decisions.map(({ outcome }) => outcome)).toEqual(['OUT_OF_STOCK', 'SYSTEM_ERROR']);
    expect(events.flatMap(decisionsIn).map(({ requestId }) => requestId)).toEqual(['r2']);
  });
});

function decisionOf(requestId: string): RequestDecision {
  return {
    requestId,
    couponId: 1,
    userId: 1,
    outcome: 'OUT_OF_STOCK',
    reason: 'nothing is left',
    issueNumber: null,
    requestedAtMs: 1,
    decidedAtMs: 2,
  };
}
