/** Writes Kafka's primitive types into a buffer, which must be large enough. */
export class ByteWriter {
  readonly #buffer: Buffer;
  #offset = 0;

  constructor(sizeBytes: number) {
    this.#buffer = Buffer.allocUnsafe(sizeBytes);
  }

  int8(value: number): this {
    this.#offset = this.#buffer.writeInt8(value, this.#offset);
    return this;
  }

  int16(value: number): this {
    this.#offset = this.#buffer.writeInt16BE(value, this.#offset);
    return this;
  }

  int32(value: number): this {
    this.#offset = this.#buffer.writeInt32BE(value, this.#offset);
    return this;
  }

  int64(value: bigint): this {
    this.#offset = this.#buffer.writeBigInt64BE(value, this.#offset);
    return this;
  }

  string(text: string): this {
    const bytes = Buffer.byteLength(text);
    this.int16(bytes);
    this.#offset += this.#buffer.write(text, this.#offset, 'utf8');
    return this;
  }

  nullString(): this {
    return this.int16(-1);
  }

  optionalString(text: string | undefined): this {
    return text === undefined ? this.nullString() : this.string(text);
  }

  /** A string of a flexible version. */
  compactString(text: string): this {
    this.uvarint(Buffer.byteLength(text) + 1);
    this.#offset += this.#buffer.write(text, this.#offset, 'utf8');
    return this;
  }

  uvarint(value: number): this {
    let rest = value;
    while (rest >= 0x80) {
      this.#offset = this.#buffer.writeUInt8((rest % 0x80) + 0x80, this.#offset);
      rest = Math.floor(rest / 0x80);
    }
    this.#offset = this.#buffer.writeUInt8(rest, this.#offset);
    return this;
  }

  /** Bytes with a 32-bit length prefix. */
  sizedBytes(data: Buffer): this {
    return this.int32(data.length).bytes(data);
  }

  bytes(data: Buffer): this {
    this.#offset += data.copy(this.#buffer, this.#offset);
    return this;
  }

  finish(): Buffer {
    return this.#buffer.subarray(0, this.#offset);
  }
}
