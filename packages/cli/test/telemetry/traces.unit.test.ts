import { createShop, loadShopSettings, openCouponRush, prepareCouponTopic, type Shop } from '@foldmart/composition/shop';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCouponApi } from '../../src/shop/coupons/start-coupon-api.js';
import { record, type Recording } from './support/recording.js';
import { attributesOf, type ReceivedSpan } from './support/otlp-receiver.js';
import { treeOf } from './support/trace-tree.js';

let recording: Recording;
beforeAll(async () => {
  recording = await record();
});
afterAll(() => recording.stop());

function openShop(settings: Readonly<Record<string, string>> = {}): Promise<Shop> {
  const environment = { LOG_LEVEL: 'silent', ...settings };
  return createShop(loadShopSettings({ environment, envFile: null }));
}

it('x', async () => {
  const shop = await openShop();
  const roles = await shop.start({ roles: ['consumers', 'projections'] });
  await shop.publish([{ type: 'order_created', data: { order_id: '550e8400-e29b-41d4-a716-446655440000', created_at: '2026-02-03T14:30:00', user_id: 'u_12345', product_id: 'p_67890', quantity: 2, total_amount: 521500, shipping_cost: 3000, discount_amount: 500, payment_method: 'Card', status: 'Success', category: '전자제품', user_region: '서울시', user_gender: 'M', user_age_group: '20대' } }]);
  await expect.poll(async () => (await recording.spans()).some(({name}) => name.startsWith('project'))).toBe(true);
  await roles.stop();
  await shop.close();
  const spans = await recording.spans();
  for (const span of spans.filter(s => !s.parentSpanId)) console.log(treeOf(spans, span, ['messaging.system','messaging.destination.partition.id','foldmart.projection', 'db.system.name']));
});
it('y', async () => {
  const shop = await openShop();
  await prepareCouponTopic(shop);
  const rush = await openCouponRush(shop);
  await rush.manage({ type: 'open-campaign', couponId: 1, stock: 10 });
  const api = await startCouponApi(shop, rush, { port: 0 });
  const stopping = new AbortController();
  const worked = rush.work({ member: 'w', signal: stopping.signal });
  const answer = await fetch(`${api.address}/api/coupons/1/issue?userId=16`, { method: 'POST', headers: {traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', tracestate: 'vendor=1'} });
  console.log(answer.status, await answer.text());
  await expect.poll(async () => (await recording.spans()).some(({name}) => name.startsWith('decide'))).toBe(true);
  stopping.abort(); await worked; await api.close(); await shop.close();
  const spans = (await recording.spans()).filter(s=>s.traceId==='0af7651916cd43dd8448eb211c80319c');
  for (const span of spans.filter(s => s.parentSpanId==='b7ad6b7169203331')) console.log(treeOf(spans, span, ['foldmart.outcome']));
  console.log(spans.map(s=>JSON.stringify(attributesOf(s))).join('\n'));
});
