import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';

/** Supported by every broker since 2.4, which explains refused records (KIP-467). */
export const PRODUCE = { apiKey: 0, apiVersion: 8, apiName: 'Produce' } as const;

const ALL_IN_SYNC_REPLICAS = -1;

/** Encodes a produce request for one batch to one partition, acknowledged by all in-sync replicas. */
export function encodeProduceRequest(
  topic: string,
  partition: number,
  batch: Buffer,
  timeoutMs: number,
): Buffer {
  return new ByteWriter(batch.length + Buffer.byteLength(topic) + 64)
    .nullString()
    .int16(ALL_IN_SYNC_REPLICAS)
    .int32(timeoutMs)
    .int32(1)
    .string(topic)
    .int32(1)
    .int32(partition)
    .int32(batch.length)
    .bytes(batch)
    .finish();
}

/** A response for one partition. */
export interface ProduceAnswer {
  /** 0 for success. */
  readonly errorCode: number;
  /** Why the records, or some of them, were refused; may be empty. */
  readonly explanation: string;
}

/** Decodes the response's only partition. */
export function decodeProduceAnswer(answer: Buffer): ProduceAnswer {
  const reader = new ByteReader(answer);
  const [decoded] = reader
    .array(() => {
      reader.string();
      return reader.array(() => readPartition(reader));
    })
    .flat();
  if (decoded === undefined) throw new RangeError('the response contains no partition');
  return decoded;
}

function readPartition(reader: ByteReader): ProduceAnswer {
  reader.int32();
  const errorCode = reader.int16();
  // The base offset, the time of the append, and the start of the log.
  reader.bytes(24);
  const ofRecords = reader.array(() => {
    reader.int32();
    return reader.nullableString();
  });
  const ofBatch = reader.nullableString();
  return { errorCode, explanation: ofRecords[0] ?? ofBatch ?? '' };
}
