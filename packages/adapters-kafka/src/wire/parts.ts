import { sizeOfVarint, writeVarint } from './varint.js';

/** The size of a text or bytes with its length before it. */
export function sizeOfPart(part: string | Buffer | null): number {
  if (part === null) return 1;
  const bytes = Buffer.byteLength(part);
  return sizeOfVarint(bytes) + bytes;
}

/** Writes a part at `offset`, and returns the offset after it. */
export function writePart(buffer: Buffer, part: string | Buffer | null, offset: number): number {
  if (part === null) return writeVarint(buffer, -1, offset);
  const bytes = Buffer.byteLength(part);
  const start = writeVarint(buffer, bytes, offset);
  if (typeof part === 'string') buffer.write(part, start, bytes, 'utf8');
  else part.copy(buffer, start);
  return start + bytes;
}
