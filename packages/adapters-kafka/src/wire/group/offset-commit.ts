import type { Membership } from '../../client/kafka-client.js';
import { ByteReader } from '../byte-reader.js';
import { ByteWriter } from '../byte-writer.js';

const NO_LEADER_EPOCH = -1;

/** Encodes a commit of offsets in one topic, each with the same metadata, which the group keeps beside the offset. */
export function encodeOffsetCommit(
  { group, memberId, generation, instanceId }: Membership,
  topic: string,
  offsets: ReadonlyMap<number, bigint>,
  metadata: string,
): Buffer {
  const perPartition = 20 + Buffer.byteLength(metadata);
  const names = group + memberId + (instanceId ?? '') + topic;
  const writer = new ByteWriter(64 + Buffer.byteLength(names) + offsets.size * perPartition)
    .string(group)
    .int32(generation)
    .string(memberId)
    .optionalString(instanceId)
    .int32(1)
    .string(topic)
    .int32(offsets.size);
  for (const [partition, offset] of offsets) {
    writer.int32(partition).int64(offset).int32(NO_LEADER_EPOCH).string(metadata);
  }
  return writer.finish();
}

/** The first error code among the partitions of the response; 0 for success. */
export function decodeOffsetCommit(answer: Buffer): number {
  const reader = new ByteReader(answer);
  reader.int32();
  const codes = reader.array(() => {
    reader.string();
    return reader.array(() => {
      reader.int32();
      return reader.int16();
    });
  });
  return codes.flat().find((code) => code !== 0) ?? 0;
}
