import { PortError, type TopicChange } from '@foldmart/core';
import type { KafkaClient } from './client/kafka-client.js';

/** A change as Kafka takes it: the number of partitions, and the configs to set. */
export interface KafkaTopicChange {
  readonly partitions: number;
  readonly configs: Readonly<Record<string, string>>;
}

/** Makes the change of a topic. Returns what every broker must know before it is in force. */
export async function changeTopic(
  client: KafkaClient,
  change: TopicChange,
): Promise<KafkaTopicChange> {
  assertAlterable(change);
  const [state] = await client.describeTopics([change.name], []);
  if (state === undefined) throw unknownTopic(change.name);
  const { name, partitions = state.partitions } = change;
  if (partitions < state.partitions) throw fewerPartitions(change, state.partitions);
  const configs = configsOf(change);
  if (Object.keys(configs).length > 0) await client.alterConfigs(name, configs);
  if (partitions > state.partitions) await client.createPartitions(name, partitions);
  return { partitions, configs };
}

/** Kafka takes a negative retention for none at all. */
function assertAlterable({ name, retentionMs = 1 }: TopicChange): void {
  if (Number.isSafeInteger(retentionMs) && retentionMs > 0) return;
  throw new PortError({
    port: 'event-bus',
    operation: 'alter',
    reason: 'rejected',
    message: `${name}: the retention must be milliseconds from 1, not ${retentionMs}.`,
  });
}

function configsOf({ minInsyncReplicas, retentionMs }: TopicChange): Record<string, string> {
  return {
    ...(minInsyncReplicas === undefined ? {} : { 'min.insync.replicas': `${minInsyncReplicas}` }),
    ...(retentionMs === undefined ? {} : { 'retention.ms': `${retentionMs}` }),
  };
}

function unknownTopic(topic: string): PortError {
  return new PortError({
    port: 'event-bus',
    operation: 'alter',
    reason: 'rejected',
    code: 'unknown-topic',
    message: `There is no topic ${topic} in Kafka.`,
    hint: 'create it first (foldmart topics create)',
  });
}

function fewerPartitions({ name, partitions }: TopicChange, before: number): PortError {
  return new PortError({
    port: 'event-bus',
    operation: 'alter',
    reason: 'rejected',
    message: `${name} has ${before} partitions; a topic cannot have fewer than before, nor ${partitions}.`,
  });
}
