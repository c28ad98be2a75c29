import { ByteReader } from '../byte-reader.js';
import { ByteWriter } from '../byte-writer.js';

const PROTOCOL_TYPE = 'consumer';

/** A way to assign partitions that a member supports, and what it tells the leader that assigns. */
export interface MemberProtocol {
  readonly name: string;
  readonly metadata: Buffer;
}

export interface JoinGroupRequest {
  readonly group: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  /** Empty for a new member. */
  readonly memberId: string;
  readonly instanceId?: string;
  /** In the order of preference. */
  readonly protocols: readonly MemberProtocol[];
}

export interface JoinGroupAnswer {
  readonly errorCode: number;
  readonly generation: number;
  /** The protocol that all members support. */
  readonly protocol: string;
  readonly leaderId: string;
  readonly memberId: string;
  /** Empty unless this member is the leader. */
  readonly members: readonly { readonly memberId: string; readonly metadata: Buffer }[];
}

export function encodeJoinGroup(request: JoinGroupRequest): Buffer {
  const { group, memberId, instanceId, protocols } = request;
  const names = [group, memberId, instanceId ?? '', ...protocols.map(({ name }) => name)];
  const metadataBytes = protocols.reduce((size, { metadata }) => size + metadata.length + 4, 0);
  const writer = new ByteWriter(128 + metadataBytes + sizeOf(names))
    .string(group)
    .int32(request.sessionTimeoutMs)
    .int32(request.rebalanceTimeoutMs)
    .string(memberId)
    .optionalString(instanceId)
    .string(PROTOCOL_TYPE)
    .int32(protocols.length);
  for (const { name, metadata } of protocols) writer.string(name).sizedBytes(metadata);
  return writer.finish();
}

export function decodeJoinGroup(answer: Buffer): JoinGroupAnswer {
  const reader = new ByteReader(answer);
  reader.int32();
  return {
    errorCode: reader.int16(),
    generation: reader.int32(),
    protocol: reader.nullableString() ?? '',
    leaderId: reader.string(),
    memberId: reader.string(),
    members: reader.array(() => readMember(reader)),
  };
}

function readMember(reader: ByteReader) {
  const memberId = reader.string();
  reader.nullableString();
  return { memberId, metadata: reader.bytes(Math.max(0, reader.int32())) };
}

function sizeOf(names: readonly string[]): number {
  return names.reduce((size, name) => size + 2 + Buffer.byteLength(name), 0);
}
