import type { Assignment } from '../../client/kafka-client.js';
import { ByteReader } from '../byte-reader.js';
import { ByteWriter } from '../byte-writer.js';

/** Introduces the generation of the claims (KIP-792). Readers of older versions ignore what they do not know. */
const SUBSCRIPTION_VERSION = 2;
const ASSIGNMENT_VERSION = 0;
const OWNED_SINCE = 1;
const GENERATION_SINCE = 2;
const NO_GENERATION = -1;

/** What a member tells the leader of its group: what it reads, and which partitions it holds. */
export interface MemberClaims {
  readonly topics: readonly string[];
  /** The partitions that it holds, by topic. */
  readonly owned: Assignment;
  /** The generation in which it got them; negative if unknown. */
  readonly generation: number;
}

/**
 * Encodes the subscription of Kafka's consumer protocol, as the Java client does. The user data repeats the
 * generation, where its cooperative assignor looks for it in older versions.
 */
export function encodeClaims({ topics, owned, generation }: MemberClaims): Buffer {
  const writer = new ByteWriter(32 + sizeOfNames(topics) + sizeOfAssignment(owned))
    .int16(SUBSCRIPTION_VERSION)
    .int32(topics.length);
  for (const topic of topics) writer.string(topic);
  writer.int32(4).int32(generation);
  writeAssignment(writer, owned);
  return writer.int32(generation).finish();
}

/** Decodes the subscription of any version. */
export function decodeClaims(data: Buffer): MemberClaims {
  const reader = new ByteReader(data);
  const version = reader.int16();
  const topics = reader.array(() => reader.string());
  reader.bytes(Math.max(0, reader.int32()));
  return {
    topics,
    owned: version >= OWNED_SINCE && reader.remaining > 0 ? readAssignment(reader) : {},
    generation:
      version >= GENERATION_SINCE && reader.remaining > 0 ? reader.int32() : NO_GENERATION,
  };
}

export function encodeAssignment(assignment: Assignment): Buffer {
  const writer = new ByteWriter(16 + sizeOfAssignment(assignment)).int16(ASSIGNMENT_VERSION);
  return writeAssignment(writer, assignment).int32(0).finish();
}

/** Decodes a member's assignment. A member without one gets an empty buffer. */
export function decodeAssignment(data: Buffer): Assignment {
  if (data.length === 0) return {};
  const reader = new ByteReader(data);
  reader.int16();
  return readAssignment(reader);
}

function writeAssignment(writer: ByteWriter, assignment: Assignment): ByteWriter {
  const entries = Object.entries(assignment);
  writer.int32(entries.length);
  for (const [topic, partitions] of entries) {
    writer.string(topic).int32(partitions.length);
    for (const partition of partitions) writer.int32(partition);
  }
  return writer;
}

function readAssignment(reader: ByteReader): Assignment {
  const entries = reader.array((): [string, number[]] => [
    reader.string(),
    reader.array(() => reader.int32()),
  ]);
  return Object.fromEntries(entries);
}

function sizeOfNames(names: readonly string[]): number {
  return names.reduce((size, name) => size + 2 + Buffer.byteLength(name), 0);
}

function sizeOfAssignment(assignment: Assignment): number {
  const partitions = Object.values(assignment).reduce((count, list) => count + list.length, 0);
  return sizeOfNames(Object.keys(assignment)) + 4 * (Object.keys(assignment).length + partitions);
}
