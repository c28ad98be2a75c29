import type { TopicSpec } from '../../../messaging/topic.js';
import type { ShopTopicOptions } from '../../shop-topics.js';

/** The topic of the queued requests. */
export const couponTopicName = 'coupon-issue-events';

/** The consumer group of the workers. */
export const couponGroup = 'coupon-issue-consumer-group';

/** The key of a coupon's requests, which puts them into one partition. */
export function couponKey(couponId: number): string {
  return `coupon-${String(couponId)}`;
}

const dayMs = 86_400_000;

/** The topic of requests, retained for 7 days. Its number of partitions must not change while a campaign is open. */
export function couponTopic(options: ShopTopicOptions = {}): TopicSpec {
  return {
    name: couponTopicName,
    partitions: 3,
    replicationFactor: 3,
    minInsyncReplicas: 2,
    compression: 'lz4',
    retentionMs: 7 * dayMs,
    ...options,
  };
}
