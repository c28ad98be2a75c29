/** Reads Kafka's primitive types from a buffer in sequence. Throws a RangeError at its end. */
export class ByteReader {
  readonly buffer: Buffer;
  offset = 0;

  constructor(buffer: Buffer) {
    this.buffer = buffer;
  }

  get remaining(): number {
    return this.buffer.length - this.offset;
  }

  int8(): number {
    const value = this.buffer.readInt8(this.offset);
    this.offset += 1;
    return value;
  }

  int16(): number {
    const value = this.buffer.readInt16BE(this.offset);
    this.offset += 2;
    return value;
  }

  int32(): number {
    const value = this.buffer.readInt32BE(this.offset);
    this.offset += 4;
    return value;
  }

  int64(): bigint {
    const value = this.buffer.readBigInt64BE(this.offset);
    this.offset += 8;
    return value;
  }

  /** A string with a 16-bit length prefix. */
  string(): string {
    return this.bytes(this.int16()).toString('utf8');
  }

  /** The same, or null if the length is negative. */
  nullableString(): string | null {
    const length = this.int16();
    return length < 0 ? null : this.bytes(length).toString('utf8');
  }

  /** A string of a flexible version: its length plus one, as an unsigned varint; null for zero. */
  compactString(): string | null {
    const length = this.uvarint() - 1;
    return length < 0 ? null : this.bytes(length).toString('utf8');
  }

  /** A view of the next bytes. */
  bytes(length: number): Buffer {
    const start = this.skip(length);
    return this.buffer.subarray(start, start + length);
  }

  /** Skips bytes, and returns where they start. */
  skip(length: number): number {
    const start = this.offset;
    const end = start + length;
    if (length < 0 || end > this.buffer.length) throw new RangeError('the data ends too early');
    this.offset = end;
    return start;
  }

  array<Item>(read: () => Item): Item[] {
    const length = Math.max(0, this.int32());
    return Array.from({ length }, read);
  }

  /** An array of a flexible version. */
  compactArray<Item>(read: () => Item): Item[] {
    const length = Math.max(0, this.uvarint() - 1);
    return Array.from({ length }, read);
  }

  /** Skips the tagged fields of a flexible version. */
  skipTags(): void {
    for (let left = this.uvarint(); left > 0; left -= 1) {
      this.uvarint();
      this.skip(this.uvarint());
    }
  }

  /** A zigzag varint of up to 53 bits. */
  varint(): number {
    const value = this.uvarint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** An unsigned varint of up to 53 bits. */
  uvarint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.buffer[this.offset];
      if (byte === undefined) throw new RangeError('the data ends too early');
      this.offset += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
  }

  /** Skips the headers of a record: their number, and for each a name and a value with varint length prefixes. */
  skipHeaders(): void {
    for (let left = 2 * this.varint(); left > 0; left -= 1) this.skip(Math.max(this.varint(), 0));
  }
}
