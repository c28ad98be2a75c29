const POLYNOMIAL = 0x82f63b78;
const SLICES = 8;
const SLICE = 256;

/** Slicing-by-8 tables, one behind the other: the n-th holds the effect of a byte after n more zero bytes. */
const table = makeTable();

/** The checksum of record batches: CRC-32C (Castagnoli), as an unsigned number. */
export function crc32c(data: Buffer): number {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const whole = data.length - (data.length % SLICES);
  let crc = -1;
  let index = 0;
  for (; index < whole; index += SLICES) {
    crc = slices(crc ^ view.getInt32(index, true), 4) ^ slices(view.getInt32(index + 4, true), 0);
  }
  for (; index < data.length; index += 1) {
    crc = (crc >>> 8) ^ at((crc ^ view.getUint8(index)) & 0xff);
  }
  return (crc ^ -1) >>> 0;
}

/** The effect of four bytes before `behind` more. */
function slices(word: number, behind: number): number {
  return (
    at((behind + 3) * SLICE + (word & 0xff)) ^
    at((behind + 2) * SLICE + ((word >>> 8) & 0xff)) ^
    at((behind + 1) * SLICE + ((word >>> 16) & 0xff)) ^
    at(behind * SLICE + (word >>> 24))
  );
}

function at(index: number): number {
  return table[index] ?? 0;
}

function makeTable(): Int32Array {
  const made = new Int32Array(SLICES * SLICE);
  for (let byte = 0; byte < SLICE; byte += 1) {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? POLYNOMIAL : 0);
    made[byte] = value;
  }
  for (let index = SLICE; index < made.length; index += 1) {
    const before = made[index - SLICE] ?? 0;
    made[index] = (before >>> 8) ^ (made[before & 0xff] ?? 0);
  }
  return made;
}
