import type { MetadataClient } from '../kafka-client.js';

/** The broker that leads a partition. Rejects with Kafka's error type if there is no leader now. */
export async function leaderOf(
  client: MetadataClient,
  topic: string,
  partition: number,
): Promise<number> {
  const leader = (await client.leaders(topic)).get(partition);
  if (leader !== undefined && leader >= 0) return leader;
  throw Object.assign(new Error(`${topic}[${partition}] has no leader`), {
    type: leader === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'LEADER_NOT_AVAILABLE',
  });
}
