import type { Membership } from '../../client/kafka-client.js';
import { ByteReader } from '../byte-reader.js';
import { ByteWriter } from '../byte-writer.js';

/** Encodes the assignments by member id; only the leader of the group sends any. */
export function encodeSyncGroup(
  { group, memberId, generation, instanceId }: Membership,
  assignments: ReadonlyMap<string, Buffer>,
): Buffer {
  const sizeBytes = [...assignments].reduce(
    (size, [member, assignment]) => size + 8 + Buffer.byteLength(member) + assignment.length,
    64 + Buffer.byteLength(group + memberId + (instanceId ?? '')),
  );
  const writer = new ByteWriter(sizeBytes)
    .string(group)
    .int32(generation)
    .string(memberId)
    .optionalString(instanceId)
    .int32(assignments.size);
  for (const [member, assignment] of assignments) writer.string(member).sizedBytes(assignment);
  return writer.finish();
}

export function decodeSyncGroup(answer: Buffer): {
  readonly errorCode: number;
  readonly assignment: Buffer;
} {
  const reader = new ByteReader(answer);
  reader.int32();
  return { errorCode: reader.int16(), assignment: reader.bytes(Math.max(0, reader.int32())) };
}
