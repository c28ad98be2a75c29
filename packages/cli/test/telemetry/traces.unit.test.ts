import { openCouponRush, prepareCouponTopic, type Shop } from '@foldmart/composition/shop';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCouponApi } from '../../src/shop/coupons/start-coupon-api.js';
import { newUser, openShop, orderFact } from './support/memory-shop.js';
import { attributesOf, type ReceivedSpan } from './support/otlp-receiver.js';
import { record, type Recording } from './support/recording.js';
import { treeOf } from './support/trace-tree.js';

let recording: Recording;
let shop: Shop;
beforeAll(async () => {
  recording = await record();
  shop = await openShop();
  await prepareCouponTopic(shop);
});
afterAll(async () => {
  await shop.close();
  await recording.stop();
});

/** The spans of one trace, once it has one of each name. */
async function traceWith(traceId: string | undefined, ...names: readonly string[]) {
  const own = async (): Promise<readonly ReceivedSpan[]> =>
    (await recording.spans()).filter((span) => span.traceId === traceId);
  await expect
    .poll(async () => (await own()).map(({ name }) => name), { timeout: 10_000 })
    .toEqual(expect.arrayContaining([...names]));
  return own();
}

it('shows one order from the producer to its projection', async () => {
  const roles = await shop.start({ roles: ['consumers', 'projections'] });
  await shop.publish([orderFact('550e8400-e29b-41d4-a716-446655440000')]);
  const sent = (await recording.spans()).find(({ name }) => name === 'send orders');
  const projected = ['activity', 'sales', 'spending'].map((name) => `project ${name}`);
  const trace = await traceWith(sent?.traceId, 'ingest', ...projected);
  await roles.stop();

  expect(sent?.parentSpanId ?? '').toBe('');
  const shown = ['foldmart.projection', 'messaging.consumer.group.name', 'db.operation.name'];
  expect(treeOf(trace, sent!, shown).split('\n')).toEqual([
    'send orders (producer)',
    '  process orders (consumer) messaging.consumer.group.name=orders_group',
    '    ingest (client) db.operation.name=ingest',
    '  project activity (internal) foldmart.projection=activity',
    '    advance (client) db.operation.name=advance',
    '  project sales (internal) foldmart.projection=sales',
    '    advance (client) db.operation.name=advance',
    '  project spending (internal) foldmart.projection=spending',
    '    advance (client) db.operation.name=advance',
  ]);
  expect(attributesOf(sent!)).toEqual({
    'messaging.system': 'memory',
    'messaging.operation.name': 'send',
    'messaging.operation.type': 'send',
    'messaging.destination.name': 'orders',
    'messaging.batch.message_count': 1,
  });
});

it('shows one coupon from the HTTP request to its outcome, in the trace of the caller', async () => {
  const rush = await openCouponRush(shop);
  await rush.manage({ type: 'open-campaign', couponId: 1, stock: 10 });
  const api = await startCouponApi(shop, rush, { port: 0 });
  const stopping = new AbortController();
  const worked = rush.work({ member: 'coupon_worker_1', signal: stopping.signal });
  const [traceId, caller] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
  const answer = await fetch(`${api.address}/api/coupons/1/issue`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      traceparent: `00-${traceId}-${caller}-01`,
      tracestate: 'vendor=1',
    },
    body: '{"userId": 16}',
  });
  expect(answer.status).toBe(202);
  const names = ['shop.settle', 'process coupon-issue-events', 'POST /api/coupons/:couponId/issue'];
  const trace = await traceWith(traceId, ...names);
  stopping.abort();
  await worked;
  await api.close();

  const served = trace.find(({ parentSpanId }) => parentSpanId === caller);
  const shown = ['http.response.status_code', 'foldmart.outcome'];
  expect(treeOf(trace, served!, shown).split('\n')).toEqual([
    'POST /api/coupons/:couponId/issue (server) http.response.status_code=202',
    '  send coupon-issue-events (producer)',
    '    decide coupon requests (internal) foldmart.outcome=SUCCESS',
    '      shop.settle (client)',
    '    process coupon-issue-events (consumer)',
    '  shop.status (client)',
  ]);
  expect(trace.map(({ traceState }) => traceState)).toEqual(trace.map(() => 'vendor=1'));
});

it('links a batch to the traces of its messages, and keeps each message in its own', async () => {
  const { bus, codec } = shop;
  const group = 'linked';
  const ids = ['a', 'b', 'c'];
  for (const id of ids) await shop.publish([orderFact(id.repeat(8))]);
  const seen: string[] = [];
  const subscription = await bus().subscribe(
    { topic: 'orders', group, member: 'one' },
    async ({ messages }) => {
      seen.push(...messages.map((message) => message.headers['traceparent'] ?? ''));
      expect(messages.every((message) => codec.decode(message).ok)).toBe(true);
    },
  );
  await expect.poll(() => seen.length).toBeGreaterThanOrEqual(ids.length);
  await subscription.close();
  const batches = (await recording.spans()).filter(
    (span) => attributesOf(span)['messaging.consumer.group.name'] === group,
  );
  const links = batches.flatMap(({ links: some = [] }) => some);
  expect(links.length).toBeGreaterThanOrEqual(ids.length);
  const carried = seen.map((header) => header.split('-').slice(1, 3).join('-'));
  expect(carried).toEqual(
    expect.arrayContaining(links.map(({ traceId, spanId }) => `${traceId}-${spanId}`)),
  );
});

it('continues the trace of a command in its events', async () => {
  const [traceId, caller] = ['1af7651916cd43dd8448eb211c80319c', 'c7ad6b7169203331'];
  await shop.user('u_1').register(newUser('u_1'), { traceParent: `00-${traceId}-${caller}-01` });
  const { events } = await shop.database();
  const { events: recorded } = await events.readStream('user-u_1');
  const [handled] = await traceWith(traceId, 'handle user.register');
  const own = (await recording.spans()).find(({ name }) => name === 'handle user.register');
  expect(handled?.traceId).toBe(traceId);
  expect(own?.parentSpanId).toBe(caller);
  expect(recorded.map(({ traceParent }) => traceParent)).toEqual([
    `00-${traceId}-${String(own?.spanId)}-01`,
  ]);
});
