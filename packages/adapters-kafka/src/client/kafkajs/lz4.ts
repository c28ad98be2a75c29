import kafkajs from 'kafkajs';
import { compressFrame, decompressFrame } from 'lz4-napi';

const { CompressionCodecs, CompressionTypes } = kafkajs;

/** What kafkajs hands to a codec: an encoder, of which the bytes written so far matter. */
type EncodedRecords = { readonly buffer: Buffer };

/** LZ4 frames as KIP-57 prescribes them for record batches of format 2. */
export const lz4Codec = {
  compress: ({ buffer }: EncodedRecords): Promise<Buffer> => compressFrame(buffer),
  decompress: (frame: Buffer): Promise<Buffer> => decompressFrame(frame),
};

/**
 * Teaches kafkajs LZ4, for the whole process, since it knows only one table of codecs. One that the
 * application has set is left alone.
 */
export function ensureLz4Codec(): void {
  if (hasCodec()) return;
  CompressionCodecs[CompressionTypes.LZ4] = () => lz4Codec;
}

function hasCodec(): boolean {
  try {
    CompressionCodecs[CompressionTypes.LZ4]();
    return true;
  } catch {
    return false;
  }
}
