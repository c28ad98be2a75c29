import type { FetchLimits, FetchPosition } from '../client/kafka-client.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';

/** Supported by every broker since 0.11. */
export const FETCH = { apiKey: 1, apiVersion: 4, apiName: 'Fetch' } as const;

const CONSUMER = -1;
const READ_COMMITTED = 1;
const PARTITION_BYTES = 16;

/** An aborted transaction, and the offset at which it begins in the partition. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: bigint;
}

/** The part of a fetch response for one partition. */
export interface FetchAnswer {
  readonly partition: number;
  readonly errorCode: number;
  readonly abortedTransactions: readonly AbortedTransaction[];
  /** Concatenated record batches; the last one may be truncated. */
  readonly data: Buffer;
}

/** Encodes a fetch request for committed records of partitions of one topic. */
export function encodeFetchRequest(
  topic: string,
  positions: readonly FetchPosition[],
  limits: FetchLimits,
): Buffer {
  const sizeBytes = 64 + Buffer.byteLength(topic) + positions.length * PARTITION_BYTES;
  const writer = new ByteWriter(sizeBytes)
    .int32(CONSUMER)
    .int32(limits.maxWaitMs)
    .int32(limits.minBytes)
    .int32(limits.maxBytes)
    .int8(READ_COMMITTED)
    .int32(1)
    .string(topic)
    .int32(positions.length);
  for (const { partition, offset } of positions) {
    writer.int32(partition).int64(offset).int32(limits.maxBytesPerPartition);
  }
  return writer.finish();
}

export function decodeFetchAnswer(answer: Buffer): readonly FetchAnswer[] {
  const reader = new ByteReader(answer);
  reader.int32();
  return reader
    .array(() => {
      reader.string();
      return reader.array(() => readPartition(reader));
    })
    .flat();
}

function readPartition(reader: ByteReader): FetchAnswer {
  const partition = reader.int32();
  const errorCode = reader.int16();
  // High watermark and last stable offset.
  reader.int64();
  reader.int64();
  const abortedTransactions = reader.array(() => ({
    producerId: reader.int64(),
    firstOffset: reader.int64(),
  }));
  const data = reader.bytes(Math.max(0, reader.int32()));
  return { partition, errorCode, abortedTransactions, data };
}
