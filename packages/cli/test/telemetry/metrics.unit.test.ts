import { openCouponRush, prepareCouponTopic, type Shop } from '@foldmart/composition/shop';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCouponApi, type ListeningApi } from '../../src/shop/coupons/start-coupon-api.js';
import { openShop, orderFact } from './support/memory-shop.js';
import { parseMetrics, valueOf, type MetricFamily } from './support/prometheus-text.js';

let shop: Shop;
let api: ListeningApi;
const stopping = new AbortController();
let worked: Promise<void>;
beforeAll(async () => {
  shop = await openShop({ METRICS: 'true' });
  await prepareCouponTopic(shop);
  const rush = await openCouponRush(shop);
  await rush.manage({ type: 'open-campaign', couponId: 1, stock: 10 });
  api = await startCouponApi(shop, rush, { port: 0 });
  worked = rush.work({ member: 'coupon_worker_1', signal: stopping.signal });
  await shop.start({ roles: ['consumers', 'projections'] });
});
afterAll(async () => {
  stopping.abort();
  await worked;
  await api.close();
  await shop.close();
});

async function scrape(): Promise<ReadonlyMap<string, MetricFamily>> {
  const answer = await fetch(`${api.address}/metrics`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  return parseMetrics(await answer.text());
}

/** Waits until a series has a value; metrics follow the work that they count. */
async function untilValue(name: string, labels: Readonly<Record<string, string>>, value: number) {
  await expect
    .poll(async () => valueOf(await scrape(), name, labels), { timeout: 10_000 })
    .toBe(value);
}

const orders = { group: 'orders_group', topic: 'orders' };

describe('/metrics of the coupon API', () => {
  it('counts messages from the publisher to the log', async () => {
    const order = orderFact('550e8400-e29b-41d4-a716-446655440000');
    const changed = { ...order, data: { ...order.data, quantity: 3 } };
    await shop.publish([order]);
    await shop.publish([order]);
    await shop.publish([changed]);
    await shop.bus().publish('orders', [{ key: 'u_1', value: 'not JSON' }]);
    await untilValue('foldmart_messages_consumed_total', orders, 4);
    const metrics = await scrape();
    expect(valueOf(metrics, 'foldmart_messages_published_total', { topic: 'orders' })).toBe(4);
    const ingested = { operation: 'ingest' };
    expect(valueOf(metrics, 'foldmart_events_appended_total', ingested)).toBe(1);
    expect(valueOf(metrics, 'foldmart_event_duplicates_total', ingested)).toBe(1);
    expect(valueOf(metrics, 'foldmart_event_conflicts_total', ingested)).toBe(1);
    for (const reason of ['conflict', 'malformed'])
      expect(valueOf(metrics, 'foldmart_messages_parked_total', { ...orders, reason })).toBe(1);
    expect(valueOf(metrics, 'foldmart_dead_letters_waiting')).toBe(2);
    expect(valueOf(metrics, 'foldmart_batch_duration_seconds_count', orders)).toBeGreaterThan(0);
    await untilValue('foldmart_consumer_lag_messages', { ...orders, partition: '0' }, 0);
  });

  it('says how far projections are, and who leads', async () => {
    await untilValue('foldmart_projection_behind_events', { projection: 'activity' }, 0);
    const metrics = await scrape();
    expect(valueOf(metrics, 'foldmart_projection_parked', { projection: 'activity' })).toBe(0);
    expect(valueOf(metrics, 'foldmart_leader', { lock: 'projection:activity' })).toBe(1);
    expect(
      valueOf(metrics, 'foldmart_events_projected_total', { projection: 'activity' }),
    ).toBeGreaterThan(0);
    expect(valueOf(metrics, 'foldmart_log_blocker_age_seconds')).toBe(0);
  });

  it('counts calls by route, never by what a client sends', async () => {
    const issue = `${api.address}/api/coupons/1/issue?userId=16`;
    expect((await fetch(issue, { method: 'POST' })).status).toBe(202);
    await fetch(`${api.address}/nobody/knows/this`);
    const called = { method: 'POST', route: '/api/coupons/:couponId/issue', status: '202' };
    await untilValue('foldmart_http_request_duration_seconds_count', called, 1);
    await untilValue('foldmart_coupon_decisions_total', { outcome: 'SUCCESS' }, 1);
    const unknown = { method: 'GET', route: 'unknown', status: '404' };
    await untilValue('foldmart_http_request_duration_seconds_count', unknown, 1);
  });

  it('has what Node says of the process', async () => {
    const metrics = await scrape();
    expect(valueOf(metrics, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
    expect(valueOf(metrics, 'process_resident_memory_bytes')).toBeGreaterThan(0);
  });
});
