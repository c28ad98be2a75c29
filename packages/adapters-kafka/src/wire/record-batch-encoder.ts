import type { Compression } from '@foldmart/core';
import type { OutgoingRecord } from '../client/kafka-client.js';
import { codecNumber, compress } from './compression.js';
import { crc32c } from './crc32c.js';
import { headerSection, writeHeaders, type HeaderSection } from './header-section.js';
import { sizeOfPart, writePart } from './parts.js';
import { sizeOfVarint, writeVarint } from './varint.js';

const MAGIC = 2;
/** The header: everything before the records. */
const HEADER_BYTES = 61;
/** The offsets from which a batch's length and its checksum count. */
const LENGTH_FROM = 12;
const CHECKSUM_FROM = 21;

/** The header fields of a batch. */
export interface BatchAttributes {
  readonly compression: Compression;
  readonly timestampMs: number;
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly firstSequence: number;
}

/** Encodes a record batch of format 2 (KIP-98). */
export async function encodeRecordBatch(
  records: readonly OutgoingRecord[],
  attributes: BatchAttributes,
): Promise<Buffer> {
  const body = await compress(attributes.compression, encodeRecords(records));
  const batch = Buffer.allocUnsafe(HEADER_BYTES + body.length);
  const timestamp = BigInt(attributes.timestampMs);
  batch.writeBigInt64BE(0n, 0);
  batch.writeInt32BE(batch.length - LENGTH_FROM, 8);
  batch.writeInt32BE(-1, 12);
  batch.writeInt8(MAGIC, 16);
  batch.writeInt16BE(codecNumber(attributes.compression), 21);
  batch.writeInt32BE(records.length - 1, 23);
  batch.writeBigInt64BE(timestamp, 27);
  batch.writeBigInt64BE(timestamp, 35);
  batch.writeBigInt64BE(attributes.producerId, 43);
  batch.writeInt16BE(attributes.producerEpoch, 51);
  batch.writeInt32BE(attributes.firstSequence, 53);
  batch.writeInt32BE(records.length, 57);
  body.copy(batch, HEADER_BYTES);
  batch.writeUInt32BE(crc32c(batch.subarray(CHECKSUM_FROM)), 17);
  return batch;
}

interface Measured {
  readonly record: OutgoingRecord;
  readonly headers: HeaderSection;
  readonly bodyBytes: number;
}

function encodeRecords(records: readonly OutgoingRecord[]): Buffer {
  let bytes = 0;
  const measured = records.map((record, index) => {
    const each = measure(record, index);
    bytes += sizeOfVarint(each.bodyBytes) + each.bodyBytes;
    return each;
  });
  const buffer = Buffer.allocUnsafe(bytes);
  let offset = 0;
  for (const [index, each] of measured.entries()) offset = write(buffer, offset, each, index);
  return buffer;
}

function measure(record: OutgoingRecord, index: number): Measured {
  const { key, value } = record;
  const headers = headerSection(record.headers);
  // One byte of attributes, and one for the timestamp delta, which is 0.
  const partBytes = 2 + sizeOfVarint(index) + sizeOfPart(key) + sizeOfPart(value);
  return { record, headers, bodyBytes: partBytes + headers.sizeBytes };
}

function write(buffer: Buffer, start: number, measured: Measured, index: number): number {
  const { record, headers, bodyBytes } = measured;
  let offset = writeVarint(buffer, bodyBytes, start);
  buffer[offset] = 0;
  buffer[offset + 1] = 0;
  offset = writeVarint(buffer, index, offset + 2);
  offset = writePart(buffer, record.key, offset);
  offset = writePart(buffer, record.value, offset);
  return writeHeaders(buffer, headers, offset);
}
