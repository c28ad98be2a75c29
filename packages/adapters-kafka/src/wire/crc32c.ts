const POLYNOMIAL = 0x82f63b78;
const SLICES = 4;

/** Slicing-by-4 tables: the n-th holds the effect of a byte after n more zero bytes. */
const tables = makeTables();
const [first, second, third, fourth] = tables;

/** The checksum of record batches: CRC-32C (Castagnoli), as an unsigned number. */
export function crc32c(data: Buffer): number {
  let crc = -1;
  let index = 0;
  const whole = data.length - (data.length % SLICES);
  for (; index < whole; index += SLICES) {
    const word = crc ^ data.readInt32LE(index);
    crc =
      at(fourth, word & 0xff) ^
      at(third, (word >>> 8) & 0xff) ^
      at(second, (word >>> 16) & 0xff) ^
      at(first, word >>> 24);
  }
  for (; index < data.length; index += 1) {
    crc = (crc >>> 8) ^ at(first, (crc ^ (data[index] ?? 0)) & 0xff);
  }
  return (crc ^ -1) >>> 0;
}

function at(table: Int32Array | undefined, index: number): number {
  return table?.[index] ?? 0;
}

function makeTables(): readonly Int32Array[] {
  const base = new Int32Array(256).map((_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? POLYNOMIAL : 0);
    return value;
  });
  const made = [base];
  for (let slice = 1; slice < SLICES; slice += 1) {
    const before = made[slice - 1];
    made.push(base.map((_, byte) => (at(before, byte) >>> 8) ^ at(base, at(before, byte) & 0xff)));
  }
  return made;
}
