import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PortError } from '@foldmart/core';
import {
  couponKey,
  issueOutcomes,
  type CouponLedger,
  type CouponRequest,
} from '@foldmart/core/shop';
import { eventually } from './eventually.js';
import { requestsOf, RushScene, type QueueName, type RushProcess } from './rush-scene.js';
import { allDecided, countsOf, expectFirstComeFirstServed } from './rush-verdict.js';

const queues: readonly QueueName[] = ['memory', 'redis', 'kafka'];

describe.each(queues)('the coupon rush on %s', (queue) => {
  let scene: RushScene;
  let first: RushProcess;

  beforeEach(async () => {
    scene = new RushScene(queue);
    first = await scene.open();
    await first.manage({ type: 'open-campaign', couponId: 1, stock: 100 });
  });

  afterEach(() => scene.dispose());

  it('gives 100 coupons to the first 100 of 3,333 users who ask three times each, with three workers', async () => {
    const processes = [first, await scene.open(), await scene.open()];
    for (const process of processes) await scene.startWorker(process);
    const requests = requestsOf(3_333, 3);
    await publish(processes, requests);
    await allDecided(first.ledger, idsOf(requests));
    const [partition = [], ...others] = await scene.rawQueue(first, requests.length);
    expect(others).toEqual([]);
    await expectFirstComeFirstServed(first.ledger, partition, 100);
    const counts = await countsOf(first.ledger);
    expect(counts.SUCCESS).toBe(100);
    expect(counts.SUCCESS + counts.DUPLICATE_REQUEST + counts.OUT_OF_STOCK).toBe(requests.length);
    await settled(first);
  });

  it('does so while workers crash with requests in flight, before and after the decision', async () => {
    const requests = requestsOf(500, 4);
    await publish([first], requests);
    for (let death = 1; death <= 5; death += 1) {
      const process = await scene.open();
      const { ledger, died } = dyingLedger(process.ledger, {
        after: 2,
        isDecided: death % 2 === 0,
      });
      const options = { maxRequests: 100, decideBy: ledger, deadlineMs: 0 };
      const worker = await scene.startWorker(process, options);
      await died;
      await worker.stop();
    }
    await scene.startWorker(await scene.open());
    await allDecided(first.ledger, idsOf(requests));
    const [partition = []] = await scene.rawQueue(first, requests.length);
    await expectFirstComeFirstServed(first.ledger, partition, 100);
    const { outcomes } = (await first.ledger.status(1))?.state ?? {};
    expect(issueOutcomes.reduce((sum, outcome) => sum + (outcomes?.[outcome] ?? 0), 0)).toBe(2_000);
  });

  it('decides no request again when all are redelivered', async () => {
    const requests = requestsOf(150, 2);
    await publish([first], requests);
    const worker = await scene.startWorker(first);
    await allDecided(first.ledger, idsOf(requests));
    await settled(first);
    await worker.stop();
    const before = await first.ledger.outcomes(idsOf(requests));
    const counts = await countsOf(first.ledger);
    const { admin } = first.system.promptBus();
    await admin.resetOffsets(scene.group, scene.topic, { to: 'earliest' });
    expect(await first.queue.size(1)).toBe(requests.length);
    await scene.startWorker(first);
    await settled(first);
    expect(await first.ledger.outcomes(idsOf(requests))).toEqual(before);
    expect(await countsOf(first.ledger)).toEqual(counts);
  });

  it('gives no outcome for a transient failure', async () => {
    let failures = 3;
    const ledger: CouponLedger = Object.create(first.ledger, {
      settle: {
        value: (...call: Parameters<CouponLedger['settle']>) => {
          failures -= 1;
          return failures < 0 ? first.ledger.settle(...call) : Promise.reject(unavailable());
        },
      },
    }) as CouponLedger;
    await scene.startWorker(first, { decideBy: ledger });
    const requests = requestsOf(5, 1);
    await publish([first], requests);
    await allDecided(first.ledger, idsOf(requests));
    expect(failures).toBeLessThan(0);
    expect((await countsOf(first.ledger)).SUCCESS).toBe(5);
  });

  it('parks poison messages with their bytes, rejects those that name a request, and continues after them', async () => {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    const data = { event_id: 'named', user_id: -1, coupon_id: 1, timestamp: 1, version: 1 };
    const poison = [
      { value: bytes('{') },
      { value: null },
      { value: bytes(JSON.stringify({ event_type: 'coupon_issue_requested', data })) },
      { value: bytes('{"coupon_id":1}'), headers: { ce_id: 'by-header' } },
      { value: bytes(JSON.stringify({ event_type: 'coupon_issue_wanted', data: {} })) },
    ];
    const messages = poison.map((message) => ({ key: couponKey(1), ...message }));
    await first.system.promptBus().publish(scene.topic, messages);
    const [behind] = requestsOf(1, 1);
    if (behind === undefined) throw new Error('there is a request');
    await publish([first], [behind]);
    await scene.startWorker(first);
    await allDecided(first.ledger, ['named', 'by-header', behind.requestId]);
    const outcomes = await first.ledger.outcomes(['named', 'by-header', behind.requestId]);
    expect([...outcomes.values()].map(({ outcome }) => outcome).sort()).toEqual([
      'SUCCESS',
      'VALIDATION_FAILED',
      'VALIDATION_FAILED',
    ]);
    const { deadLetters } = await first.system.database();
    const letters = await deadLetters.list({ topic: scene.topic });
    expect(letters.map(({ reason, source }) => [reason, textOf(source.value)]).sort()).toEqual(
      poison.map(({ value }, nth) => [reasons[nth], textOf(value)]).sort(),
    );
  });

  it('keeps coupons independent, and reports waiting requests', async () => {
    for (const couponId of [2, 3]) {
      await first.manage({ type: 'open-campaign', couponId, stock: 7 });
    }
    const requests = [1, 2, 3].flatMap((couponId) => requestsOf(20, 1, couponId));
    expect(await first.queue.size(2)).toBe(0);
    await publish([first], requests);
    expect(await first.queue.size(2)).toBeGreaterThanOrEqual(20);
    await scene.startWorker(first);
    await allDecided(first.ledger, idsOf(requests));
    expect((await countsOf(first.ledger, 1)).SUCCESS).toBe(20);
    expect((await countsOf(first.ledger, 2)).SUCCESS).toBe(7);
    expect((await countsOf(first.ledger, 3)).OUT_OF_STOCK).toBe(13);
  });
});

const reasons = ['malformed', 'empty', 'invalid', 'malformed', 'unknown-type'];

function idsOf(requests: readonly CouponRequest[]): readonly string[] {
  return requests.map(({ requestId }) => requestId);
}

/** All processes add their share at the same time, in small batches. */
async function publish(
  processes: readonly RushProcess[],
  requests: readonly CouponRequest[],
): Promise<void> {
  const lots = Array.from({ length: Math.ceil(requests.length / 50) }, (_, nth) =>
    requests.slice(50 * nth, 50 * (nth + 1)),
  );
  await Promise.all(
    lots.map((lot, nth) => processes[nth % processes.length]?.queue.add(lot) ?? Promise.resolve()),
  );
}

async function settled({ queue }: RushProcess): Promise<void> {
  let size = Number.NaN;
  await eventually(
    async () => {
      size = await queue.size(1);
      return size === 0;
    },
    () => `${size} requests that no worker has noted as settled`,
  );
}

function textOf(value: Uint8Array | null): string | null {
  return value === null ? null : new TextDecoder().decode(value);
}

function unavailable(): PortError {
  return new PortError({
    port: 'coupon-ledger',
    operation: 'settle',
    reason: 'unavailable',
    message: 'The ledger is away for a moment.',
  });
}

/**
 * A ledger whose process crashes in the call after the first ones, before or after the work of that call: it never
 * answers.
 */
function dyingLedger(
  ledger: CouponLedger,
  { after, isDecided }: { readonly after: number; readonly isDecided: boolean },
): { readonly ledger: CouponLedger; readonly died: Promise<void> } {
  let died = (): void => undefined;
  let calls = 0;
  const death = new Promise<void>((resolve) => (died = resolve));
  const settle = async (...call: Parameters<CouponLedger['settle']>) => {
    calls += 1;
    if (calls <= after) return ledger.settle(...call);
    if (isDecided) await ledger.settle(...call);
    died();
    return new Promise<never>(() => undefined);
  };
  return {
    ledger: Object.create(ledger, { settle: { value: settle } }) as CouponLedger,
    died: death,
  };
}
