import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveredMessage, OutgoingMessage } from '@foldmart/core';
import {
  couponKey,
  couponTopic,
  couponTopicName,
  type QueuedItem,
  type RequestLease,
  type RequestWorker,
} from '@foldmart/core/shop';
import { MemoryRush, requestsFor, type RushProcess } from '../../support/memory-rush.js';

interface Scene {
  readonly rush: MemoryRush;
  readonly first: RushProcess;
  drive<Value>(promise: Promise<Value>): Promise<Value>;
}

async function scene(): Promise<Scene> {
  const rush = new MemoryRush();
  const first = await rush.clock.drive(rush.begin());
  return { rush, first, drive: (promise) => rush.clock.drive(promise) };
}

/** The next lease, which must exist. */
async function next({ drive }: Scene, worker: RequestWorker): Promise<RequestLease> {
  const lease = await drive(worker.takeNext());
  if (lease === undefined) throw new Error('there is a lease');
  return lease;
}

function idsOf(items: readonly QueuedItem[]): readonly (string | undefined)[] {
  return items.map((item) => (item.kind === 'request' ? item.request : item).requestId);
}

/** The requests that a worker reads from the messages of another producer. */
async function readBack(messages: readonly OutgoingMessage[]): Promise<readonly QueuedItem[]> {
  const own = await scene();
  await own.drive(own.first.bus.publish(couponTopicName, messages));
  const worker = await own.drive(own.first.queue.join({ member: 'reader' }));
  const { items } = await next(own, worker);
  return items;
}

describe('the queue of requests', () => {
  it('writes a request exactly as the wire has it', async () => {
    const { first, drive } = await scene();
    const seen: DeliveredMessage[] = [];
    const subscribing = first.bus.subscribe(
      { topic: couponTopicName, group: 'audit', member: 'audit' },
      async ({ messages }) => {
        seen.push(...messages);
      },
    );
    await drive(subscribing);
    const request = {
      requestId: '0198f7c2-3d4e-7a5b-8c6d-7e8f9a0b1c2d',
      userId: 16,
      couponId: 1,
      requestedAtMs: 1_770_129_005_000,
    };
    await drive(first.queue.add([request]));
    await drive(first.clock.sleep(100));
    const text = (bytes: Uint8Array | null | undefined) =>
      new TextDecoder().decode(bytes ?? undefined);
    expect(text(seen[0]?.key)).toBe('coupon-1');
    expect(text(seen[0]?.value)).toBe(
      '{"event_type":"coupon_issue_requested","data":{"event_id":"0198f7c2-3d4e-7a5b-8c6d-7e8f9a0b1c2d","user_id":16,"coupon_id":1,"timestamp":1770129005000,"version":1}}',
    );
  });

  it('hands out the requests of a topic that was deleted and created again, and none of the former one', async () => {
    const own = await scene();
    const { admin } = own.first.bus;
    const worker = await own.drive(own.first.queue.join({ member: 'w', maxRequests: 4 }));
    await own.drive(own.first.queue.add(requestsFor(3)));
    await own.rush.clock.advance(1_000);
    await own.drive(admin.deleteTopics([couponTopicName]));
    await own.rush.clock.advance(60_000);
    await own.drive(admin.createTopics([couponTopic()]));
    await own.drive(own.first.queue.add(requestsFor(5).slice(3)));
    const lease = await next(own, worker);
    expect(idsOf(lease.items)).toEqual(['request-3', 'request-4']);
    lease.settle();
    await own.rush.clock.advance(1_000);
    expect(await own.drive(own.first.queue.size(1))).toBe(0);
  });

  it('hands requests out in order, and never again after they are settled', async () => {
    const own = await scene();
    await own.drive(own.first.queue.add(requestsFor(7)));
    const worker = await own.drive(own.first.queue.join({ member: 'w', maxRequests: 4 }));
    const one = await next(own, worker);
    expect(idsOf(one.items)).toEqual(['request-0', 'request-1', 'request-2', 'request-3']);
    expect(await own.drive(own.first.queue.size(1))).toBe(7);
    one.settle();
    const other = await next(own, worker);
    expect(idsOf(other.items)).toEqual(['request-4', 'request-5', 'request-6']);
    expect(await own.drive(own.first.queue.size(1))).toBe(3);
    other.settle();
    await own.drive(worker.close());
    expect(await own.drive(own.first.queue.size(1))).toBe(0);
  });

  it('hands out returned requests again, before later ones', async () => {
    const own = await scene();
    await own.drive(own.first.queue.add(requestsFor(3)));
    const worker = await own.drive(own.first.queue.join({ member: 'w', maxRequests: 2 }));
    const refused = await next(own, worker);
    refused.nack(new Error('not now'));
    const again = await next(own, worker);
    expect([again.attempt, ...idsOf(again.items)]).toEqual([2, 'request-0', 'request-1']);
    again.settle();
    expect(idsOf((await next(own, worker)).items)).toEqual(['request-2']);
  });

  it('stops waiting when its caller does, or when it is closed', async () => {
    const own = await scene();
    const worker = await own.drive(own.first.queue.join({ member: 'w' }));
    const patience = new AbortController();
    const impatient = worker.takeNext(patience.signal);
    const waiting = worker.takeNext();
    patience.abort();
    expect(await own.drive(impatient)).toBeUndefined();
    await own.drive(own.first.queue.add(requestsFor(1)));
    const lease = await own.drive(waiting);
    expect(idsOf(lease?.items ?? [])).toEqual(['request-0']);
    const last = worker.takeNext();
    lease?.settle();
    await own.drive(worker.close());
    expect(await own.drive(last)).toBeUndefined();
    expect(await own.drive(worker.takeNext())).toBeUndefined();
  });

  it('leaves requests that were not taken to other members when it is closed', async () => {
    const own = await scene();
    await own.drive(own.first.queue.add(requestsFor(2)));
    const worker = await own.drive(own.first.queue.join({ member: 'w' }));
    await own.drive(own.rush.clock.sleep(100));
    await own.drive(worker.close());
    const other = await own.drive(own.first.queue.join({ member: 'other' }));
    expect(idsOf((await next(own, other)).items)).toEqual(['request-0', 'request-1']);
  });

  it('reads requests of producers in other languages, without any header', async () => {
    const data =
      '{"event_id":"a-1","user_id":16,"coupon_id":3,"timestamp":5,"version":1,"more":true}';
    const [item] = await readBack([
      { key: couponKey(3), value: `{"event_type":"coupon_issue_requested","data":${data}}` },
    ]);
    const request = { requestId: 'a-1', userId: 16, couponId: 3, requestedAtMs: 5 };
    expect(item).toMatchObject({ kind: 'request', request });
  });

  it.each([
    ['user_id', -1],
    ['user_id', '16'],
    ['user_id', 2 ** 53],
    ['coupon_id', 0],
    ['timestamp', 1e17],
    ['version', 2],
  ])('reports a request as invalid, with its id, if %s is %s', async (field, value) => {
    const data = { event_id: 'a', user_id: 16, coupon_id: 1, timestamp: 5, version: 1 };
    const body = { event_type: 'coupon_issue_requested', data: { ...data, [field]: value } };
    const [item] = await readBack([{ key: null, value: JSON.stringify(body) }]);
    expect(item).toMatchObject({ kind: 'unreadable', requestId: 'a', reason: 'invalid' });
  });

  it('reports any other bytes as unreadable, and keeps them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (value) => {
        const [item] = await readBack([{ key: couponKey(1), value }]);
        expect(item).toMatchObject({ kind: 'unreadable', requestId: undefined, couponId: 0 });
        expect(item?.source.value).toEqual(value);
      }),
      { numRuns: 25 },
    );
  });
});
