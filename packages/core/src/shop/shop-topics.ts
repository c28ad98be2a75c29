import type { DomainTopic } from '../app/domain.js';
import type { TopicSpec } from '../messaging/topic.js';

const dayMs = 86_400_000;

/**
 * `users` and `products`, retained for 7 days, and `orders`, retained for 30; other properties come from the
 * settings.
 */
export const shopDomainTopics = [
  { name: 'users', retentionMs: 7 * dayMs },
  { name: 'products', retentionMs: 7 * dayMs },
  { name: 'orders', retentionMs: 30 * dayMs },
] as const satisfies readonly DomainTopic[];

/** Settings of all topics of the shop. */
export type ShopTopicOptions = Partial<
  Pick<TopicSpec, 'partitions' | 'replicationFactor' | 'minInsyncReplicas' | 'compression'>
>;

/** The topics with all their properties: three partitions and replicas, two in sync, unless stated. */
export function shopTopics(options: ShopTopicOptions = {}): readonly TopicSpec[] {
  const shared = {
    partitions: 3,
    replicationFactor: 3,
    minInsyncReplicas: 2,
    compression: 'lz4',
    ...options,
  } as const;
  return shopDomainTopics.map((topic) => ({ ...shared, ...topic }));
}
