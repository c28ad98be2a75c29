import {
  decodeOffsetCommit,
  encodeOffsetCommit,
  type OffsetToCommit,
} from '../../wire/group/offset-commit.js';
import { OFFSET_COMMIT } from '../../wire/group/apis.js';
import { ProtocolError } from '../../wire/protocol-error.js';
import type { CommittedOffset, GroupClient, HandledOffset } from '../kafka-client.js';
import { exchange } from './exchange.js';
import type { KafkaJsConnection } from './kafkajs-connection.js';

/**
 * Precede the values in the metadata of a commit, which spaces separate. Other clients leave the metadata empty, or have
 * their own.
 */
const TOPIC_ID = 'topic-id=';
const HANDLED = 'handled=';

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
      const committed = [...offsets].map(([partition, each]): [number, OffsetToCommit] => [
        partition,
        { offset: each.offset, metadata: metadataOf(each, topicId) },
      ]);
      const request = encodeOffsetCommit(membership, topic, new Map(committed));
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
            committedOffset(BigInt(offset), metadata ?? ''),
          ]),
      );
    },
  };
}

function metadataOf({ offset, handled }: HandledOffset, topicId: string): string {
  const id = topicId === '' ? [] : [TOPIC_ID + topicId];
  const behind = handled < offset ? [HANDLED + String(handled)] : [];
  return [...id, ...behind].join(' ');
}

function committedOffset(offset: bigint, metadata: string): CommittedOffset {
  const handled = valueIn(metadata, HANDLED);
  return {
    offset,
    handled: /^\d+$/.test(handled) ? BigInt(handled) : offset,
    topicId: topicIdIn(metadata),
  };
}

/** The id of a topic in the metadata of a commit; empty if there is none. */
export function topicIdIn(metadata: string): string {
  return valueIn(metadata, TOPIC_ID);
}

function valueIn(metadata: string, name: string): string {
  const value = metadata.split(' ').find((each) => each.startsWith(name));
  return value?.slice(name.length) ?? '';
}
