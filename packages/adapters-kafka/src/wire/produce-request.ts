import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';

/** Supported by every broker since 0.11, which introduced record batch format 2. */
export const PRODUCE = { apiKey: 0, apiVersion: 3, apiName: 'Produce' } as const;

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

/** The error code of the response's only partition; 0 for success. */
export function decodeProduceAnswer(answer: Buffer): number {
  const reader = new ByteReader(answer);
  const [code] = reader
    .array(() => {
      reader.string();
      return reader.array(() => {
        reader.int32();
        const errorCode = reader.int16();
        reader.int64();
        reader.int64();
        return errorCode;
      });
    })
    .flat();
  if (code === undefined) throw new RangeError('the response contains no partition');
  return code;
}
