import { topicDrift, type DomainTopic, type TopicDrift, type TopicSpec } from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';
import type { Settings } from '../settings/settings.js';

const defaultRetentionMs = 7 * 86_400_000;

/** A topic as domain and settings want it; the domain's word comes first. */
export function topicSpec({ values }: Settings, topic: DomainTopic): TopicSpec {
  return {
    partitions: values.TOPIC_PARTITIONS,
    replicationFactor: values.TOPIC_REPLICATION_FACTOR,
    minInsyncReplicas: values.TOPIC_MIN_INSYNC_REPLICAS,
    compression: values.KAFKA_COMPRESSION,
    retentionMs: defaultRetentionMs,
    ...topic,
  };
}

/** The topics of the domain as they should be. */
export function wantedTopics({ settings, domain }: Runtime): readonly TopicSpec[] {
  return domain.topics.map((topic) => topicSpec(settings, topic));
}

/** Creates the topics that are missing; resolves once they can be used. */
export async function prepareTopics(runtime: Runtime): Promise<readonly TopicSpec[]> {
  const topics = wantedTopics(runtime);
  await runtime.bus().admin.createTopics(topics);
  return topics;
}

/** How the topics differ from what they should be; empty if they do not. */
export async function findTopicDrift(runtime: Runtime): Promise<readonly TopicDrift[]> {
  const wanted = wantedTopics(runtime);
  const actual = await runtime.bus().admin.describeTopics(wanted.map(({ name }) => name));
  return wanted.flatMap((spec) =>
    topicDrift(
      spec,
      actual.find(({ name }) => name === spec.name),
    ),
  );
}
