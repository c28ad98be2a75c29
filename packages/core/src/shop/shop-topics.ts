import type { TopicSpec } from '../messaging/topic.js';

const dayMs = 86_400_000;

/** Settings of all topics of the shop. */
export type ShopTopicOptions = Partial<
  Pick<TopicSpec, 'partitions' | 'replicationFactor' | 'minInsyncReplicas' | 'compression'>
>;

/** `users` and `products`, retained for 7 days, and `orders`, retained for 30. */
export function shopTopics(options: ShopTopicOptions = {}): readonly TopicSpec[] {
  const shared = {
    partitions: 3,
    replicationFactor: 3,
    minInsyncReplicas: 2,
    compression: 'lz4',
    ...options,
  } as const;
  return [
    { name: 'users', ...shared, retentionMs: 7 * dayMs },
    { name: 'products', ...shared, retentionMs: 7 * dayMs },
    { name: 'orders', ...shared, retentionMs: 30 * dayMs },
  ];
}
