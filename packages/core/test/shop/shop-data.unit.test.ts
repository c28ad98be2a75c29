import { describe, expect, it } from 'vitest';
import { shopConsumerTypes, shopRegistry, shopTopics, wireTimeOf } from '@foldmart/core/shop';

const dayMs = 86_400_000;

describe('the topics of the shop', () => {
  it('have 3 partitions, 3 replicas of which 2 must answer, and lz4', () => {
    for (const topic of shopTopics()) {
      expect(topic).toMatchObject({
        partitions: 3,
        replicationFactor: 3,
        minInsyncReplicas: 2,
        compression: 'lz4',
      });
    }
  });

  it('keep users and products for 7 days and orders for 30', () => {
    expect(shopTopics().map(({ name, retentionMs }) => [name, retentionMs / dayMs])).toStrictEqual([
      ['users', 7],
      ['products', 7],
      ['orders', 30],
    ]);
  });

  it('can be configured, all alike', () => {
    const topics = shopTopics({ partitions: 1, compression: 'gzip' });
    expect(topics.every(({ partitions }) => partitions === 1)).toBe(true);
    expect(topics.every(({ compression }) => compression === 'gzip')).toBe(true);
  });

  it('are those of the user, product and order events', () => {
    const topicOf = (type: string) => shopRegistry.find(type)?.topic;
    expect(
      [
        'user_created',
        'user_grade_changed',
        'product_created',
        'order_created',
        'order_status_changed',
      ].map(topicOf),
    ).toStrictEqual(['users', 'users', 'products', 'orders', 'orders']);
  });
});

describe('the consumers of the shop', () => {
  it('are a group for each topic', () => {
    expect(shopConsumerTypes).toStrictEqual([
      { type: 'user', topic: 'users', group: 'users_group' },
      { type: 'product', topic: 'products', group: 'products_group' },
      { type: 'order', topic: 'orders', group: 'orders_group' },
    ]);
  });
});

describe('wireTimeOf', () => {
  const instant = Date.UTC(2026, 1, 3, 14, 30, 0, 999);

  it.each([
    [undefined, '2026-02-03T14:30:00'],
    ['Z', '2026-02-03T14:30:00'],
    ['+09:00', '2026-02-03T23:30:00'],
    ['-15:45', '2026-02-02T22:45:00'],
  ])('at offset %s is %s', (offset, text) => {
    expect(wireTimeOf(instant, offset)).toBe(text);
  });

  it('knows no names of zones', () => {
    expect(() => wireTimeOf(instant, 'Asia/Seoul')).toThrow(RangeError);
  });
});
