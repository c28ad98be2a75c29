import { fc, test } from '@fast-check/vitest';
import type { RequestDecision } from '@foldmart/core/shop';
import { describe, expect } from 'vitest';
import { serveInOrder } from '../src/shop/rush/expected-outcomes.js';
import { Latencies } from '../src/shop/rush/latencies.js';
import { judge, type RushEvidence } from '../src/shop/rush/verdict.js';

/** The evidence of a rush in which everything went right. */
const rightRush = fc
  .record({
    users: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 2, maxLength: 40 }),
    stock: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ users, stock }): RushEvidence => {
    const queue = users.map((userId, index) => ({ userId, eventId: `request-${String(index)}` }));
    const { winners, outcomes } = serveInOrder(queue, stock);
    const decisions = new Map(
      queue.map(({ eventId, userId }): [string, RequestDecision] => [
        eventId,
        {
          requestId: eventId,
          couponId: 1,
          userId,
          outcome: outcomes.get(eventId)!,
          reason: null,
          issueNumber: null,
          requestedAtMs: 0,
          decidedAtMs: 0,
        },
      ]),
    );
    return {
      plan: {
        ...{ users: users.length, requestsPerUser: 1, stock, apis: 1, workers: 1 },
        ...{ concurrency: 1, inTurn: false, killWorkers: 0, patienceMs: 1, couponId: 1 },
      },
      race: {
        accepted: queue,
        refusals: [],
        repeats: 0,
        acceptance: new Latencies(),
        outcome: new Latencies(),
      },
      queue,
      holders: winners.map(({ userId, eventId }, index) => ({
        userId,
        requestId: eventId,
        issueNumber: index + 1,
      })),
      decisions,
      disorder: [],
    };
  });

function unmet(evidence: RushEvidence): readonly string[] {
  return judge(evidence)
    .filter(({ isMet }) => !isMet)
    .map(({ name }) => name);
}

describe('the verdict on a rush', () => {
  test.prop([rightRush])('finds no fault if there is none', (evidence) => {
    expect(unmet(evidence)).toEqual([]);
  });

  test.prop([rightRush])('finds a coupon that went to a later request', (evidence) => {
    const loser = evidence.queue.findLast(
      ({ eventId }) => evidence.decisions.get(eventId)?.outcome !== 'SUCCESS',
    );
    fc.pre(loser !== undefined);
    const stolen = { ...loser, requestId: loser.eventId, issueNumber: evidence.holders.length };
    const holders = [...evidence.holders.slice(0, -1), stolen];
    expect(unmet({ ...evidence, holders })).toContain('issued in queue order');
  });

  test.prop([rightRush])('finds two neighbours that were served in the wrong order', (evidence) => {
    fc.pre(evidence.holders.length > 1);
    const [first, second, ...rest] = evidence.holders;
    expect(unmet({ ...evidence, holders: [second!, first!, ...rest] })).toContain(
      'issued in queue order',
    );
  });

  test.prop([rightRush])('finds one coupon too many', (evidence) => {
    const { stock } = evidence.plan;
    const holders = Array.from({ length: stock + 1 }, (_value, index) => ({
      userId: 1_000 + index,
      requestId: `other-${String(index)}`,
      issueNumber: index + 1,
    }));
    expect(unmet({ ...evidence, holders })).toContain('no more coupons than the stock');
  });

  test.prop([rightRush])('finds a user who holds two coupons', (evidence) => {
    const holders = [...evidence.holders, { ...evidence.holders[0]!, requestId: 'again' }];
    expect(unmet({ ...evidence, holders })).toContain('at most one coupon per user');
  });

  test.prop([rightRush])('finds a request without an outcome', (evidence) => {
    const decisions = new Map([...evidence.decisions].slice(1));
    expect(unmet({ ...evidence, decisions })).toContain('every request has an outcome');
  });

  test.prop([rightRush])('finds a request that never reached the queue', (evidence) => {
    const queue = evidence.queue.slice(0, -1);
    expect(unmet({ ...evidence, queue })).toContain('every accepted request is in the queue');
  });

  test.prop([rightRush])('finds a request that no API accepted', (evidence) => {
    const race = { ...evidence.race, accepted: evidence.race.accepted.slice(1) };
    expect(unmet({ ...evidence, race })).toContain('every request was accepted');
  });
});
