import type { Membership } from '../../client/kafka-client.js';
import { ByteReader } from '../byte-reader.js';
import { ByteWriter } from '../byte-writer.js';

const NO_LEADER_EPOCH = -1;

/** An offset to commit, and the metadata that the group keeps beside it. */
export interface OffsetToCommit {
  readonly offset: bigint;
  readonly metadata: string;
}

/** Encodes a commit of offsets in one topic. */
export function encodeOffsetCommit(
  { group, memberId, generation, instanceId }: Membership,
  topic: string,
  offsets: ReadonlyMap<number, OffsetToCommit>,
): Buffer {
  const metadata = [...offsets.values()].map((each) => each.metadata).join('');
  const texts = group + memberId + (instanceId ?? '') + topic + metadata;
  const writer = new ByteWriter(64 + Buffer.byteLength(texts) + offsets.size * 20)
    .string(group)
    .int32(generation)
    .string(memberId)
    .optionalString(instanceId)
    .int32(1)
    .string(topic)
    .int32(offsets.size);
  for (const [partition, { offset, metadata: beside }] of offsets) {
    writer.int32(partition).int64(offset).int32(NO_LEADER_EPOCH).string(beside);
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
