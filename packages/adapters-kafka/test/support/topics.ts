import { randomUUID } from 'node:crypto';
import type { EventBus, TopicSpec } from '@foldmart/core';

/** Creates a topic of its own, passes it to `work`, and deletes it if that succeeds. */
export async function withTopic(
  bus: EventBus,
  spec: Partial<TopicSpec>,
  work: (topic: string) => Promise<void>,
): Promise<void> {
  const name = `test-${randomUUID().slice(0, 13)}`;
  await bus.admin.createTopics([
    {
      name,
      partitions: 1,
      replicationFactor: 3,
      minInsyncReplicas: 2,
      compression: 'lz4',
      retentionMs: 3_600_000,
      ...spec,
    },
  ]);
  await work(name);
  await bus.admin.deleteTopics([name]);
}
