import { describe, expect, it } from 'vitest';
import { PortError } from '@foldmart/core';
import {
  runCouponWorker,
  type CouponLedger,
  createCouponIssueProcessor,
} from '@foldmart/core/shop';
import { Heard, MemoryRush, requestsFor, type RushProcess } from '../../support/memory-rush.js';

interface Started {
  readonly heard: Heard;
  readonly running: Promise<void>;
  readonly joined: () => boolean;
  stop(): void;
}

function start(
  rush: MemoryRush,
  process: RushProcess,
  pace: Parameters<typeof runCouponWorker>[1]['pace'] = { mode: 'push' },
): Started {
  const end = new AbortController();
  const heard = new Heard(rush.clock);
  let hasJoined = false;
  const running = runCouponWorker(process, {
    member: 'worker',
    pace,
    signal: end.signal,
    onJoined: () => (hasJoined = true),
    onDecided: heard.onDecided,
  });
  return { heard, running, joined: () => hasJoined, stop: () => end.abort() };
}

async function begun(): Promise<{ readonly rush: MemoryRush; readonly first: RushProcess }> {
  const rush = new MemoryRush();
  return { rush, first: await rush.clock.drive(rush.begin()) };
}

const poll = { mode: 'poll', intervalMs: 1_000 } as const;

describe('a coupon worker', () => {
  it('decides requests as they arrive, in batches', async () => {
    const { rush, first } = await begun();
    await rush.clock.drive(first.queue.add(requestsFor(30)));
    const worker = start(rush, first, { mode: 'push', maxRequests: 10 });
    await rush.clock.drive(worker.heard.until(30));
    expect(worker.heard.atMs).toHaveLength(3);
    expect(worker.heard.decisions.map(({ issueNumber }) => issueNumber)).toEqual(
      Array.from({ length: 30 }, (_, nth) => nth + 1),
    );
    worker.stop();
    await rush.clock.drive(worker.running);
    expect(await rush.clock.drive(first.queue.size(1))).toBe(0);
  });

  it('does not decide requests that arrive after it was stopped', async () => {
    const { rush, first } = await begun();
    const worker = start(rush, first);
    await rush.clock.drive(rush.clock.sleep(100));
    worker.stop();
    await rush.clock.drive(worker.running);
    await rush.clock.drive(first.queue.add(requestsFor(5)));
    await rush.clock.drive(rush.clock.sleep(10_000));
    expect(worker.heard.decisions).toEqual([]);
    expect(await rush.clock.drive(first.queue.size(1))).toBe(5);
  });

  it('retries requests that the ledger could not decide, and reports no outcome for them', async () => {
    const { rush, first } = await begun();
    const ledger = failing(first.ledger, 4, unavailable());
    const worker = start(rush, { ...first, processor: createCouponIssueProcessor(ledger) });
    await rush.clock.drive(first.queue.add(requestsFor(3)));
    await rush.clock.drive(worker.heard.until(3));
    expect(worker.heard.atMs).toHaveLength(1);
    expect((await rush.clock.drive(first.ledger.status(1)))?.state.outcomes.SUCCESS).toBe(3);
    worker.stop();
    await rush.clock.drive(worker.running);
  });

  it('leaves its requests to another worker when it crashes', async () => {
    const { rush, first } = await begun();
    await rush.clock.drive(first.queue.add(requestsFor(20)));
    const dying = rush.open();
    const dies = new Promise<void>((resolve) => {
      const settle = (): Promise<never> => {
        dying.crash();
        resolve();
        return new Promise(() => undefined);
      };
      const ledger = Object.create(dying.ledger, { settle: { value: settle } }) as CouponLedger;
      start(rush, { ...dying, processor: createCouponIssueProcessor(ledger) });
    });
    await rush.clock.drive(dies);
    const worker = start(rush, first);
    await rush.clock.drive(worker.heard.until(20));
    expect(worker.heard.decisions.every(({ outcome }) => outcome === 'SUCCESS')).toBe(true);
    worker.stop();
    await rush.clock.drive(worker.running);
  });
});

describe('polling', () => {
  it('takes one request per second, by one poller in the whole system', async () => {
    const { rush, first } = await begun();
    const inEveryPartition = requestsFor(6).map((request, nth) => ({
      ...request,
      couponId: 1 + nth,
    }));
    await rush.clock.drive(first.queue.add(inEveryPartition));
    const workers = [start(rush, first, poll), start(rush, rush.open(), poll)];
    const all = async (): Promise<void> => {
      while (workers.reduce((sum, { heard }) => sum + heard.decisions.length, 0) < 6) {
        await rush.clock.sleep(1);
      }
    };
    await rush.clock.drive(all());
    const busy = workers.filter(({ heard }) => heard.decisions.length > 0);
    expect(busy).toHaveLength(1);
    const times = busy[0]?.heard.atMs ?? [];
    for (const [nth, atMs] of times.slice(1).entries()) {
      expect(atMs - (times[nth] ?? 0)).toBeGreaterThanOrEqual(1_000);
    }
    for (const worker of workers) worker.stop();
    await rush.clock.drive(Promise.all(workers.map(({ running }) => running)));
  });

  it('fails over to another poller when the first is gone', async () => {
    const { rush, first } = await begun();
    const dying = rush.open();
    const former = start(rush, dying, poll);
    await rush.clock.drive(first.queue.add(requestsFor(4)));
    await rush.clock.drive(former.heard.until(2));
    const latter = start(rush, first, poll);
    await rush.clock.drive(rush.clock.sleep(500));
    expect(latter.joined()).toBe(false);
    dying.crash();
    await rush.clock.drive(latter.heard.until(2));
    const holders = await rush.clock.drive(first.ledger.holders(1));
    expect(holders.map(({ userId }) => userId)).toEqual([1, 2, 3, 4]);
    latter.stop();
    await rush.clock.drive(latter.running);
  });
});

/** A ledger whose first settlements fail. */
function failing(ledger: CouponLedger, failures: number, error: Error): CouponLedger {
  let left = failures;
  const settle = (...call: Parameters<CouponLedger['settle']>) => {
    left -= 1;
    return left < 0 ? ledger.settle(...call) : Promise.reject(error);
  };
  return Object.create(ledger, { settle: { value: settle } }) as CouponLedger;
}

function unavailable(): PortError {
  const message = 'The ledger is away for a moment.';
  return new PortError({
    port: 'coupon-ledger',
    operation: 'settle',
    reason: 'unavailable',
    message,
  });
}
