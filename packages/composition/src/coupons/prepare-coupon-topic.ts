import type { TopicSpec } from '@foldmart/core';
import { couponTopic } from '@foldmart/core/shop';
import type { System } from '../runtime/system.js';
import type { Settings } from '../settings/settings.js';

/** The topic of requests for coupons as the settings want it. */
export function wantedCouponTopic({ values }: Settings): TopicSpec {
  const spec = couponTopic({
    partitions: values.TOPIC_PARTITIONS,
    replicationFactor: values.TOPIC_REPLICATION_FACTOR,
    minInsyncReplicas: values.TOPIC_MIN_INSYNC_REPLICAS,
    compression: values.KAFKA_COMPRESSION,
  });
  return { ...spec, name: values.COUPON_TOPIC };
}

/** Creates the topic of requests where it is missing; resolves once it can be used. */
export async function prepareCouponTopic(system: System): Promise<TopicSpec> {
  const topic = wantedCouponTopic(system.settings);
  await system.couponBus().admin.createTopics([topic]);
  return topic;
}
