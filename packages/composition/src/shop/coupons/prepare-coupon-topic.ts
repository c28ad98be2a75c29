import type { TopicSpec } from '@foldmart/core';
import { couponTopic } from '@foldmart/core/shop';
import type { ShopRuntime } from '../create-shop.js';
import type { ShopSettings } from '../settings/shop-settings.js';

/** The topic of coupon requests, as configured by the settings. */
export function wantedCouponTopic({ values }: ShopSettings): TopicSpec {
  const spec = couponTopic({
    partitions: values.TOPIC_PARTITIONS,
    replicationFactor: values.TOPIC_REPLICATION_FACTOR,
    minInsyncReplicas: values.TOPIC_MIN_INSYNC_REPLICAS,
    compression: values.KAFKA_COMPRESSION,
  });
  return { ...spec, name: values.COUPON_TOPIC };
}

/** Creates the topic of requests if it is missing; resolves once it can be used. */
export async function prepareCouponTopic(shop: ShopRuntime): Promise<TopicSpec> {
  const topic = wantedCouponTopic(shop.settings);
  await shop.promptBus().admin.createTopics([topic]);
  return topic;
}
