/** How many bytes a whole number takes as a zigzag varint, as record batches have them. */
export function sizeOfVarint(value: number): number {
  let rest = zigzag(value);
  let bytes = 1;
  while (rest >= 0x80) {
    rest = Math.floor(rest / 0x80);
    bytes += 1;
  }
  return bytes;
}

/** Writes a zigzag varint at `offset` and returns the offset behind it. Up to 2^52. */
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

// Not by shifts: distances in time may be wider than 32 bits.
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}
