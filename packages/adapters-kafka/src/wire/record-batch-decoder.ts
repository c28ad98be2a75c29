import type { FetchedRecord } from '../client/kafka-client.js';
import { BatchContents } from './batch-contents.js';
import { CODEC_MASK, decompress } from './compression.js';
import { crc32c } from './crc32c.js';

const MAGIC = 2;
const MAGIC_AT = 16;
const HEADER_BYTES = 61;
const LENGTH_FROM = 12;
const CHECKSUM_FROM = 21;
const LOG_APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

/** A record batch as it was fetched; its records are not decoded and may be compressed. */
export interface RecordBatch {
  readonly baseOffset: bigint;
  /** The offset of the last record, even if it was compacted away. */
  readonly lastOffset: bigint;
  readonly producerId: bigint;
  readonly isTransactional: boolean;
  readonly isControl: boolean;
  readonly records: () => Promise<readonly FetchedRecord[]>;
}

/**
 * The complete batches in a fetch response; a truncated last one is left out. Throws a CorruptBatchError if a
 * checksum or a length is wrong, or the format is older than 2.
 */
export function* readRecordBatches(data: Buffer): Generator<RecordBatch> {
  let start = 0;
  while (data.length - start >= HEADER_BYTES) {
    const end = start + LENGTH_FROM + data.readInt32BE(start + 8);
    if (end > data.length) return;
    yield readBatch(data.subarray(start, end));
    start = end;
  }
}

/** The data is not a valid record batch. */
class CorruptBatchError extends Error {
  override readonly name = 'CorruptBatchError';
  readonly type = 'CORRUPT_MESSAGE';
}

function readBatch(batch: Buffer): RecordBatch {
  if (batch.length < HEADER_BYTES || batch[MAGIC_AT] !== MAGIC) {
    throw new CorruptBatchError(
      `a record batch has format ${batch[MAGIC_AT] ?? 'unknown'}, not ${MAGIC}`,
    );
  }
  if (crc32c(batch.subarray(CHECKSUM_FROM)) !== batch.readUInt32BE(17)) {
    throw new CorruptBatchError('the checksum of a record batch does not match');
  }
  const baseOffset = batch.readBigInt64BE(0);
  const attributes = batch.readInt16BE(21);
  return {
    baseOffset,
    lastOffset: baseOffset + BigInt(batch.readInt32BE(23)),
    producerId: batch.readBigInt64BE(43),
    isTransactional: (attributes & TRANSACTIONAL) !== 0,
    isControl: (attributes & CONTROL) !== 0,
    records: () => readRecords(batch, attributes),
  };
}

async function readRecords(batch: Buffer, attributes: number): Promise<readonly FetchedRecord[]> {
  const isAppendTime = (attributes & LOG_APPEND_TIME) !== 0;
  const body = await decompress(attributes & CODEC_MASK, batch.subarray(HEADER_BYTES));
  const contents = new BatchContents(body, {
    baseOffset: Number(batch.readBigInt64BE(0)),
    baseTimestampMs: Number(batch.readBigInt64BE(27)),
    appendedAtMs: isAppendTime ? Number(batch.readBigInt64BE(35)) : undefined,
  });
  const records: FetchedRecord[] = [];
  for (let left = batch.readInt32BE(57); left > 0; left -= 1) records.push(contents.next());
  return records;
}
