import { describe, expect, it } from 'vitest';
import { PortError, type PortErrorCode, type PortErrorReason } from '@foldmart/core';
import {
  createCouponIssueProcessor,
  type CouponLedger,
  type CouponRequest,
  type QueuedItem,
} from '@foldmart/core/shop';
import { MemoryRush, requestsFor, type RushProcess } from '../../support/memory-rush.js';

async function begun(): Promise<{ readonly rush: MemoryRush; readonly first: RushProcess }> {
  const rush = new MemoryRush();
  return { rush, first: await rush.clock.drive(rush.begin()) };
}

function queued(request: CouponRequest, place: number): QueuedItem {
  const at = { topic: 't', partition: 0, offset: String(place), group: 'g' };
  return { kind: 'request', request, source: { ...at, key: null, value: null, headers: {} } };
}

describe('the coupon processor', () => {
  it('ends with SYSTEM_ERROR only the request that the ledger can never decide', async () => {
    const { rush, first } = await begun();
    const ledger = rejecting(first.ledger, 'request-4', 'rejected');
    const { processBatch } = createCouponIssueProcessor(ledger);
    const decisions = await rush.clock.drive(processBatch(requestsFor(9).map(queued)));
    expect(decisions.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 9 }, (_, nth) => (nth === 4 ? 'SYSTEM_ERROR' : 'SUCCESS')),
    );
    const found = await rush.clock.drive(first.ledger.outcomes(['request-4']));
    expect(found.get('request-4')).toMatchObject({ outcome: 'SYSTEM_ERROR', userId: 5 });
    expect((await rush.clock.drive(first.ledger.holders(1))).map(({ userId }) => userId)).toEqual([
      1, 2, 3, 4, 6, 7, 8, 9,
    ]);
  });

  it.each<[PortErrorReason, PortErrorCode | undefined]>([
    ['unavailable', undefined],
    ['timeout', undefined],
    ['unauthorized', undefined],
    ['closed', undefined],
    ['rejected', 'missing-schema'],
    ['rejected', 'projection-failed'],
  ])('gives no outcome if the ledger fails with %s %s', async (reason, code) => {
    const { rush, first } = await begun();
    const { processBatch } = createCouponIssueProcessor(
      rejecting(first.ledger, 'request-4', reason, code),
    );
    const attempt = rush.clock.drive(processBatch(requestsFor(9).map(queued)));
    await expect(attempt).rejects.toMatchObject({ reason });
    expect((await rush.clock.drive(first.ledger.status(1)))?.state.issued).toBe(0);
  });

  it('decides a single request as it does a batch', async () => {
    const { rush, first } = await begun();
    const [request] = requestsFor(1).map(queued);
    if (request === undefined) throw new Error('there is a request');
    const once = await rush.clock.drive(first.processor.processRequest(request));
    expect(once).toMatchObject({ outcome: 'SUCCESS', issueNumber: 1 });
    expect(await rush.clock.drive(first.processor.processRequest(request))).toEqual(once);
  });
});

/** The ledger, which fails while it is asked to decide one request, unless that is to be a SYSTEM_ERROR. */
function rejecting(
  ledger: CouponLedger,
  requestId: string,
  reason: PortErrorReason,
  code?: PortErrorCode,
): CouponLedger {
  const settle: CouponLedger['settle'] = (couponId, scope, decide) =>
    ledger.settle(couponId, scope, (facts) => {
      const settlement = decide(facts);
      const own = settlement.decisions.find((decision) => decision.requestId === requestId);
      if (own === undefined || own.outcome === 'SYSTEM_ERROR') return settlement;
      throw new PortError({
        port: 'coupon-ledger',
        operation: 'settle',
        reason,
        message: 'The ledger fails.',
        ...(code === undefined ? {} : { code }),
      });
    });
  return Object.create(ledger, { settle: { value: settle } }) as CouponLedger;
}
