import { describe, expect, it } from 'vitest';
import { createWireCodec, type DeliveredMessage } from '@foldmart/core';
import { shopRegistry } from '@foldmart/core/shop';

const order =
  '{"event_type":"order_created","data":{"order_id":"550e8400-e29b-41d4-a716-446655440000","created_at":"2026-02-03T14:30:00","user_id":"u_12345","product_id":"p_67890","quantity":2,"total_amount":521500,"shipping_cost":3000,"discount_amount":500,"payment_method":"Card","status":"Success","category":"전자제품","user_region":"서울시","user_gender":"M","user_age_group":"20대"}}';
const product =
  '{"event_type":"product_created","data":{"product_id":"p_67890","name":"무선 이어폰","category":"전자제품","brand":"Apple","price":259000,"org_price":299000,"discount_rate":13.37,"stock":150,"created_at":"2026-02-03T14:30:00"}}';
const user =
  '{"event_type":"user_created","data":{"user_id":"u_12345","name":"홍길동","email":"hong@example.com","phone":"010-1234-5678","gender":"M","age":25,"age_group":"20대","region":"서울시","grade":"BRONZE","created_at":"2026-02-03T14:30:00"}}';

function message(topic: string, text: string): DeliveredMessage {
  const value = new TextEncoder().encode(text);
  return { topic, partition: 0, offset: '5', key: null, value, headers: {}, timestampMs: 1 };
}

function changed(text: string, fields: Readonly<Record<string, unknown>>): string {
  const { event_type, data } = JSON.parse(text) as { event_type: string; data: object };
  return JSON.stringify({ event_type, data: { ...data, ...fields } });
}

describe('a message of another producer', () => {
  const codec = createWireCodec(shopRegistry);

  it.each([
    ['orders', order, 'order_created:550e8400-e29b-41d4-a716-446655440000', 'u_12345'],
    ['products', product, 'product_created:p_67890', 'p_67890'],
    ['users', user, 'user_created:u_12345', 'u_12345'],
  ])('on %s is taken as it is, and sent on byte for byte', (topic, text, id, key) => {
    const decoded = codec.decode(message(topic, text));
    expect(decoded).toMatchObject({
      ok: true,
      startsStream: true,
      event: { id, schemaVersion: 1, time: '2026-02-03T14:30:00Z', origin: `bus:${topic}` },
    });
    if (!decoded.ok) return;
    const encoded = codec.encode(decoded.event);
    expect(encoded).toMatchObject({ topic, message: { key, value: text } });
  });

  it('is read with the configured offset if its times have none', () => {
    const korean = createWireCodec(shopRegistry, { timeOffset: '+09:00' });
    expect(korean.decode(message('orders', order))).toMatchObject({
      event: { time: '2026-02-03T14:30:00+09:00', data: { created_at: '2026-02-03T14:30:00' } },
    });
  });

  it.each([
    ['a total that does not add up', { total_amount: 1 }],
    ['an unknown status', { status: 'Teleported' }],
    ['unknown fields', { gift_wrap: { paper: 'red' } }],
    ['an amount of nothing', { total_amount: 0 }],
  ])('may have %s', (_what, fields) => {
    expect(codec.decode(message('orders', changed(order, fields)))).toMatchObject({ ok: true });
  });

  it.each([
    ['quantity', 0],
    ['quantity', 1.5],
    ['quantity', '2'],
    ['total_amount', -1],
    ['order_id', ''],
    ['order_id', 7],
    ['user_id', null],
    ['category', 'x'.repeat(256)],
    ['created_at', 'yesterday'],
    ['created_at', '2026-02-30T00:00:00'],
  ])('may not have %s %j', (field, value) => {
    const decoded = codec.decode(message('orders', changed(order, { [field]: value })));
    expect(decoded).toMatchObject({ ok: false, reason: 'invalid' });
    if (!decoded.ok) expect(decoded.detail).toContain(`data.${field}`);
  });

  it.each([
    ['email', 'hong'],
    ['name', 'x'.repeat(256)],
    ['name', 'x'.repeat(900_000)],
    ['age', -1],
    ['age', 151],
  ])('may not have %s such as this', (field, value) => {
    const decoded = codec.decode(message('users', changed(user, { [field]: value })));
    expect(decoded).toMatchObject({ ok: false, reason: 'invalid' });
  });

  it('may have a name of 255 characters', () => {
    const text = changed(user, { name: '홍'.repeat(255) });
    expect(codec.decode(message('users', text))).toMatchObject({ ok: true });
  });
});
