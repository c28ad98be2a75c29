import type { TopicSpec } from '@foldmart/core';
import type { NewTopic } from './client/kafka-client.js';

/** A topic as Kafka is asked to create it. */
export function toNewTopic(spec: TopicSpec): NewTopic {
  return {
    name: spec.name,
    partitions: spec.partitions,
    replicationFactor: spec.replicationFactor,
    configs: {
      'min.insync.replicas': String(spec.minInsyncReplicas),
      'retention.ms': String(spec.retentionMs),
      // The clock of a producer decides neither whether a message is accepted nor when it is deleted.
      'message.timestamp.type': 'LogAppendTime',
    },
  };
}
