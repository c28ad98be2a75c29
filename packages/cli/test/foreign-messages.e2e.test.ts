import kafkajs from 'kafkajs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldmart, foldmartJson } from './support/foldmart.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

const { Kafka, logLevel } = kafkajs;

const order =
  '{"event_type":"order_created","data":{"order_id":"550e8400-e29b-41d4-a716-446655440000","created_at":"2026-02-03T14:30:00","user_id":"u_12345","product_id":"p_67890","quantity":2,"total_amount":521500,"shipping_cost":3000,"discount_amount":500,"payment_method":"Card","status":"Success","category":"전자제품","user_region":"서울시","user_gender":"M","user_age_group":"20대"}}';
const product =
  '{"event_type":"product_created","data":{"product_id":"p_67890","name":"무선 이어폰","category":"전자제품","brand":"Apple","price":259000,"org_price":299000,"discount_rate":13.37,"stock":150,"created_at":"2026-02-03T14:30:00"}}';

const broken = [
  { value: '{', reason: 'malformed' },
  { value: null, reason: 'empty' },
  { value: order.replace('"quantity":2', '"quantity":"two"'), reason: 'invalid' },
  { value: order.replace('order_created', 'order_dreamt'), reason: 'unknown-type' },
  { value: JSON.stringify((JSON.parse(order) as { data: unknown }).data), reason: 'malformed' },
  {
    value: order.replace('{"order_id"', '{"__proto__":{"admin":true},"order_id"'),
    reason: 'malformed',
  },
] as const;

const huge = product.replace('무선 이어폰', 'x'.repeat(900_000)).replace('p_67890', 'p_huge');

/** Numbers that no JavaScript number, or no amount, can hold. */
const changed = [
  {
    number: '9007199254740993',
    reason: 'malformed',
    detail: ' is 9007199254740993, which would become 9007199254740992',
  },
  {
    number: '0.1234567890123456789',
    reason: 'malformed',
    detail: ' is 0.1234567890123456789, which would become 0.12345678901234568',
  },
  { number: '1e308', reason: 'invalid', detail: ': 1e+308 is no amount' },
] as const;

const exact = [
  { number: '9007199254740991', column: '9007199254740991' },
  { number: '0.30000000000000004', column: '0.30000000000000004' },
  { number: '1e-7', column: '0.0000001' },
  { number: '123456789012.3456', column: '123456789012.3456' },
] as const;

function ofAmount(number: string): string {
  return order
    .replace('550e8400', `amount ${number}`)
    .replace('"total_amount":521500', `"total_amount":${number}`);
}

function withExtra(number: string): string {
  return order
    .replace('550e8400', `extra ${number}`)
    .replace('"data":{', `"data":{"x_extra":[${number}],`);
}

describe('messages without headers from a producer in another language', () => {
  let shop: ShopOnServices;
  beforeEach(async () => {
    shop = await openShop('kafka');
    await foldmartJson(['topics', 'create'], shop.settings);
  });
  afterEach(() => shop.dispose());

  async function send(
    topic: string,
    key: string,
    values: readonly (string | null)[],
  ): Promise<void> {
    const brokers = (shop.settings['KAFKA_BOOTSTRAP_SERVERS'] ?? '').split(',');
    const producer = new Kafka({ brokers, logLevel: logLevel.NOTHING }).producer();
    await producer.connect();
    for (const value of values) {
      await producer.send({ topic: shop.topic(topic), acks: -1, messages: [{ key, value }] });
    }
    await producer.disconnect();
  }

  const consume = () => foldmartJson(['consume', '--all', '--until-idle', '1'], shop.settings);

  it('become one row each, however often they are sent', async () => {
    await send('orders', 'u_12345', [order, order, order]);
    await send('products', 'p_67890', [product, product]);
    expect(await consume()).toMatchObject({
      appended: 2,
      duplicates: 3,
      conflicts: 0,
      deadLetters: 0,
    });
    await send('orders', 'u_12345', [order]);
    expect(await consume()).toMatchObject({
      appended: 0,
      duplicates: 1,
      conflicts: 0,
      deadLetters: 0,
    });
    const rows = await shop.query(
      `SELECT order_id, total_amount::text, category, created_at = '2026-02-03T14:30:00Z' AS is_utc FROM orders`,
    );
    expect(rows).toEqual([
      {
        order_id: '550e8400-e29b-41d4-a716-446655440000',
        total_amount: '521500',
        category: '전자제품',
        is_utc: true,
      },
    ]);
    expect(await shop.query('SELECT name, discount_rate::text FROM products')).toEqual([
      { name: '무선 이어폰', discount_rate: '13.37' },
    ]);
  });

  it('become dead letters with their bytes and position if they are broken, and block no message of another key', async () => {
    await send('orders', 'u_1', [...broken.map(({ value }) => value), ofAmount('1')]);
    await send('orders', 'u_12345', [order]);
    await send('products', 'p_1', [huge]);
    await send('products', 'p_67890', [product]);
    expect(await consume()).toMatchObject({ appended: 2, deadLetters: broken.length + 2, lag: 0 });
    const letters = await shop.query(
      `SELECT reason, raw, topic, "partition", "offset", detail FROM dead_letters WHERE topic = '${shop.topic('orders')}' ORDER BY id`,
    );
    const behind = { value: ofAmount('1'), reason: 'parked-successor' };
    expect(letters).toEqual(
      [...broken, behind].map(({ value, reason }, index) => ({
        reason,
        raw: value === null ? null : Buffer.from(value),
        topic: shop.topic('orders'),
        partition: expect.any(Number) as number,
        offset: String(index),
        detail: expect.stringMatching(/./) as string,
      })),
    );
    const [letter] = await shop.query(
      `SELECT reason, length(raw) AS bytes, detail FROM dead_letters WHERE topic = '${shop.topic('products')}'`,
    );
    expect(letter).toEqual({
      reason: 'invalid',
      bytes: Buffer.byteLength(huge),
      detail: expect.stringContaining('data.name') as string,
    });
  });

  it('with numbers that would change become dead letters with field, digits and limit, and others are exact', async () => {
    const bodies = [
      ...changed.flatMap(({ number }) => [ofAmount(number), withExtra(number)]),
      ...exact.map(({ number }) => ofAmount(number)),
    ];
    for (const [index, body] of bodies.entries()) await send('orders', `u_${index}`, [body]);
    expect(await consume()).toMatchObject({
      appended: exact.length + 1,
      deadLetters: 2 * changed.length - 1,
      lag: 0,
    });
    const letters = await shop.query('SELECT reason, raw, detail FROM dead_letters ORDER BY raw');
    const expected = changed.flatMap(({ number, reason, detail }) => [
      { reason, raw: ofAmount(number), detail: `data.total_amount${detail}` },
      ...(reason === 'invalid'
        ? []
        : [{ reason, raw: withExtra(number), detail: `data.x_extra.0${detail}` }]),
    ]);
    const byRaw = expected.sort((one, other) =>
      Buffer.compare(Buffer.from(one.raw), Buffer.from(other.raw)),
    );
    expect(letters).toEqual(
      byRaw.map(({ reason, raw, detail }) => ({
        reason,
        raw: Buffer.from(raw),
        detail: expect.stringContaining(detail) as string,
      })),
    );
    const rows = await shop.query('SELECT order_id, total_amount::text FROM orders');
    expect(new Set(rows.map(({ total_amount }) => total_amount))).toEqual(
      new Set(['521500', ...exact.map(({ column }) => column)]),
    );
    const logged = await shop.query(
      `SELECT data->>'x_extra' AS extra FROM events WHERE data ? 'x_extra'`,
    );
    expect(logged).toEqual([{ extra: `[1${'0'.repeat(308)}]` }]);
    expect(await foldmart(['verify'], shop.settings)).toMatchObject({ code: 0 });
  });

  it('with the same identity and another body are parked, and the first one stays', async () => {
    await send('orders', 'u_12345', [order, order.replace('521500', '1')]);
    expect(await consume()).toMatchObject({ appended: 1, conflicts: 1 });
    expect(await shop.query('SELECT total_amount::text FROM orders')).toEqual([
      { total_amount: '521500' },
    ]);
    expect(await shop.query('SELECT reason FROM dead_letters')).toEqual([{ reason: 'conflict' }]);
  });
});
