import type { Membership } from '../../client/kafka-client.js';
import { ByteReader } from '../byte-reader.js';
import { ByteWriter } from '../byte-writer.js';

export function encodeHeartbeat(membership: Membership): Buffer {
  const { group, memberId, generation, instanceId } = membership;
  return new ByteWriter(sizeOf(membership))
    .string(group)
    .int32(generation)
    .string(memberId)
    .optionalString(instanceId)
    .finish();
}

/** Encodes a request that removes one member from its group, a static one too. */
export function encodeLeaveGroup(membership: Omit<Membership, 'generation'>): Buffer {
  const { group, memberId, instanceId } = membership;
  return new ByteWriter(sizeOf(membership))
    .string(group)
    .int32(1)
    .string(memberId)
    .optionalString(instanceId)
    .finish();
}

/** The error code of a response to a heartbeat or to leaving; 0 for success. */
export function decodePresence(answer: Buffer): number {
  const reader = new ByteReader(answer);
  reader.int32();
  return reader.int16();
}

function sizeOf({ group, memberId, instanceId }: Omit<Membership, 'generation'>): number {
  return 32 + Buffer.byteLength(group + memberId + (instanceId ?? ''));
}
