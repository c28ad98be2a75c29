import { decodeOffsetCommit, encodeOffsetCommit } from '../../wire/group/offset-commit.js';
import { OFFSET_COMMIT } from '../../wire/group/apis.js';
import { ProtocolError } from '../../wire/protocol-error.js';
import type { GroupClient } from '../kafka-client.js';
import { exchange } from './exchange.js';
import type { KafkaJsConnection } from './kafkajs-connection.js';

/** Precedes a topic's id in the metadata of a commit. Other clients leave the metadata empty, or have their own. */
const TOPIC_ID = 'topic-id=';

/** With the metadata, which the types omit. */
interface CommittedPartition {
  readonly partition: number;
  readonly offset: string;
  readonly metadata?: string | null;
}

/** The requests for the committed offsets of a group. */
export function offsetsWith(
  connection: KafkaJsConnection,
): Pick<GroupClient, 'commitOffsets' | 'committedOffsets'> {
  return {
    commitOffsets: async (membership, topic, offsets, topicId) => {
      const metadata = topicId === '' ? '' : `${TOPIC_ID}${topicId}`;
      const request = encodeOffsetCommit(membership, topic, offsets, metadata);
      const code = await connection.ask(await connection.coordinator(membership.group), (broker) =>
        exchange(broker, OFFSET_COMMIT, request, decodeOffsetCommit),
      );
      if (code !== 0) throw new ProtocolError(code, `commit of ${topic}`);
    },
    committedOffsets: async (group, topic, partitions) => {
      // The types require an offset in the request, which is not sent.
      const asked = partitions.map((partition) => ({ partition, offset: '' }));
      const { responses } = await connection.ask(await connection.coordinator(group), (broker) =>
        broker.offsetFetch({ groupId: group, topics: [{ topic, partitions: asked }] }),
      );
      const found: readonly CommittedPartition[] = responses.flatMap(
        ({ partitions: each }) => each,
      );
      return new Map(
        found
          .filter(({ offset }) => BigInt(offset) >= 0n)
          .map(({ partition, offset, metadata }) => [
            partition,
            { offset: BigInt(offset), topicId: topicIdIn(metadata ?? '') },
          ]),
      );
    },
  };
}

/** The id of a topic in the metadata of a commit; empty if there is none. */
export function topicIdIn(metadata: string): string {
  return metadata.startsWith(TOPIC_ID) ? metadata.slice(TOPIC_ID.length) : '';
}
