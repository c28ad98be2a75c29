import { topicDrift, type TopicDrift, type TopicSpec } from '@foldmart/core';
import { shopTopics } from '@foldmart/core/shop';
import type { Settings } from '../settings/settings.js';
import type { System } from '../runtime/system.js';

/** The shop's topics as the settings want them. */
export function wantedTopics({ values }: Settings): readonly TopicSpec[] {
  return shopTopics({
    partitions: values.TOPIC_PARTITIONS,
    replicationFactor: values.TOPIC_REPLICATION_FACTOR,
    minInsyncReplicas: values.TOPIC_MIN_INSYNC_REPLICAS,
    compression: values.KAFKA_COMPRESSION,
  });
}

/** Creates the shop's topics where they are missing; resolves once they can be used. */
export async function prepareTopics(system: System): Promise<readonly TopicSpec[]> {
  const topics = wantedTopics(system.settings);
  await system.bus().admin.createTopics(topics);
  return topics;
}

/** How the shop's topics differ from what the settings want; empty where they do not. */
export async function findTopicDrift(system: System): Promise<readonly TopicDrift[]> {
  const wanted = wantedTopics(system.settings);
  const actual = await system.bus().admin.describeTopics(wanted.map(({ name }) => name));
  return wanted.flatMap((spec) =>
    topicDrift(
      spec,
      actual.find(({ name }) => name === spec.name),
    ),
  );
}
