import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Compression } from '@foldmart/core';
import kafkajs from 'kafkajs';
import { compressFrameSync, decompressFrameSync } from 'lz4-napi';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** Codec numbers in the attributes of a record batch. */
const codecs: Readonly<Record<Compression, number>> = { none: 0, gzip: 1, lz4: 3 };

type ForeignCodec = { decompress(data: Buffer): Promise<Buffer> };

const foreignCodecs = kafkajs.CompressionCodecs as unknown as Readonly<
  Record<number, (() => ForeignCodec) | undefined>
>;

/** The bits of a batch's attributes that hold the codec number. */
export const CODEC_MASK = 0x07;

export function codecNumber(compression: Compression): number {
  return codecs[compression];
}

/** Compresses the records of a batch. LZ4 uses the frame format (KIP-57) with independent blocks. */
export async function compress(compression: Compression, records: Buffer): Promise<Buffer> {
  if (compression === 'none') return records;
  return compression === 'gzip' ? pack(records) : compressFrameSync(records);
}

/**
 * Decompresses by the codec in a batch's attributes. For Snappy and Zstandard, which other producers may use, the
 * codec that the application registered with kafkajs is used; rejects if there is none.
 */
export async function decompress(codec: number, records: Buffer): Promise<Buffer> {
  if (codec === codecs.none) return records;
  if (codec === codecs.gzip) return unpack(records);
  if (codec === codecs.lz4) return decompressFrameSync(records);
  const foreign = foreignCodecs[codec]?.();
  if (foreign === undefined) throw new Error(`no codec has the number ${codec}`);
  return foreign.decompress(records);
}
