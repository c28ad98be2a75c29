/** The size of an integer as a zigzag varint, in bytes. */
export function sizeOfVarint(value: number): number {
  let rest = zigzag(value);
  let bytes = 1;
  while (rest >= 0x80) {
    rest = Math.floor(rest / 0x80);
    bytes += 1;
  }
  return bytes;
}

/** Writes a zigzag varint of up to 2^52 at `offset`, and returns the offset after it. */
export function writeVarint(buffer: Buffer, value: number, offset: number): number {
  let rest = zigzag(value);
  let at = offset;
  while (rest >= 0x80) {
    buffer[at] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
    at += 1;
  }
  buffer[at] = rest;
  return at + 1;
}

// Arithmetic instead of shifts: timestamp deltas may exceed 32 bits.
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}
