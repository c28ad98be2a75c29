import type { FetchLimits, FetchPosition } from '../client/kafka-client.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import type { FetchAnswer } from './fetch-request.js';

/**
 * The first version that names topics by id (KIP-516), so that a topic which was deleted and created again is not read
 * from an offset of its predecessor. Supported by every broker since 3.1.
 */
export const FETCH_BY_ID = { apiKey: 1, apiVersion: 13, apiName: 'Fetch' } as const;

const CONSUMER = -1;
const READ_COMMITTED = 1;
const NO_SESSION = 0;
/** Outside of a fetch session: each request names all its partitions (KIP-227). */
const SESSIONLESS = -1;
const UNKNOWN = -1;
const NO_TAGS = 0;
const PARTITION_BYTES = 33;

/** Encodes a fetch request for committed records of partitions of one topic. Starts with the header's tags. */
export function encodeFetchById(
  topicId: string,
  positions: readonly FetchPosition[],
  limits: FetchLimits,
): Buffer {
  const writer = new ByteWriter(96 + positions.length * PARTITION_BYTES)
    .int8(NO_TAGS)
    .int32(CONSUMER)
    .int32(limits.maxWaitMs)
    .int32(limits.minBytes)
    .int32(limits.maxBytes)
    .int8(READ_COMMITTED)
    .int32(NO_SESSION)
    .int32(SESSIONLESS)
    .uvarint(2)
    .bytes(Buffer.from(topicId, 'base64url'))
    .uvarint(positions.length + 1);
  for (const { partition, offset } of positions) {
    writer.int32(partition).int32(UNKNOWN).int64(offset).int32(UNKNOWN).int64(BigInt(UNKNOWN));
    writer.int32(limits.maxBytesPerPartition).int8(NO_TAGS);
  }
  // No forgotten topics and no rack.
  return writer.int8(NO_TAGS).uvarint(1).compactString('').int8(NO_TAGS).finish();
}

/** The parts for each partition, and the error code of the whole request; 0 for success. */
export function decodeFetchById(answer: Buffer): {
  readonly errorCode: number;
  readonly parts: readonly FetchAnswer[];
} {
  const reader = new ByteReader(answer);
  reader.skipTags();
  reader.int32();
  const errorCode = reader.int16();
  reader.int32();
  const parts = reader.compactArray(() => {
    reader.bytes(16);
    const partitions = reader.compactArray(() => readPartition(reader));
    reader.skipTags();
    return partitions;
  });
  return { errorCode, parts: parts.flat() };
}

function readPartition(reader: ByteReader): FetchAnswer {
  const partition = reader.int32();
  const errorCode = reader.int16();
  // High watermark, last stable offset and start of the log.
  reader.int64();
  reader.int64();
  reader.int64();
  const abortedTransactions = reader.compactArray(() => {
    const aborted = { producerId: reader.int64(), firstOffset: reader.int64() };
    reader.skipTags();
    return aborted;
  });
  reader.int32();
  const data = reader.bytes(Math.max(0, reader.uvarint() - 1));
  reader.skipTags();
  return { partition, errorCode, abortedTransactions, data };
}
