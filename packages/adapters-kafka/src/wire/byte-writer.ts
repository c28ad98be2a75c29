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

  bytes(data: Buffer): this {
    this.#offset += data.copy(this.#buffer, this.#offset);
    return this;
  }

  finish(): Buffer {
    return this.#buffer.subarray(0, this.#offset);
  }
}
