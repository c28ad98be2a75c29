const noBytes = Buffer.alloc(0);
const lengthBytes = 4;
const twoTo32 = 2 ** 32;

/**
 * A row as it arrived. Only the columns that are asked for become JavaScript values. It is valid until the next row of its
 * connection arrives.
 */
export class WireRow {
  readonly name = 'dataRow';
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #bytes: Buffer = noBytes;
  #columns = 0;

  /** Reads the row whose contents begin at `start`. */
  point(bytes: Buffer, start: number): void {
    this.#bytes = bytes;
    this.#columns = bytes.readInt16BE(start);
    let at = start + 2;
    for (let column = 0; column < this.#columns; column += 1) {
      const length = bytes.readInt32BE(at);
      at += lengthBytes;
      this.#starts[column] = at;
      this.#ends[column] = length < 0 ? -1 : at + length;
      if (length > 0) at += length;
    }
  }

  /** Lets go of the bytes. */
  clear(): void {
    this.#bytes = noBytes;
  }

  /** All columns as text, as the driver's own rows have them. */
  get fields(): (string | null)[] {
    return Array.from({ length: this.#columns }, (_none, column) => this.text(column));
  }

  isNull(column: number): boolean {
    return this.#end(column) < 0;
  }

  text(column: number): string | null {
    const end = this.#end(column);
    return end < 0 ? null : this.#bytes.toString('utf8', this.#start(column), end);
  }

  /** An `integer` in the binary format. */
  integer(column: number): number | null {
    return this.isNull(column) ? null : this.#bytes.readInt32BE(this.#start(column));
  }

  /** The digits of an `xid8` in the binary format. */
  digits(column: number): string | null {
    if (this.isNull(column)) return null;
    return String(this.#bytes.readBigUInt64BE(this.#start(column)));
  }

  /** A `timestamptz` in the binary format, in microseconds since 2000. */
  microseconds(column: number): number | null {
    if (this.isNull(column)) return null;
    const start = this.#start(column);
    return this.#bytes.readInt32BE(start) * twoTo32 + this.#bytes.readUInt32BE(start + lengthBytes);
  }

  /** Columns in a row, `end` excluded, as a text that is the same only for the same values. */
  fingerprint(first: number, end: number): string {
    const [from, to] = [this.#start(first), this.#start(end)];
    return this.#bytes.toString('latin1', from - lengthBytes, to - lengthBytes);
  }

  #start(column: number): number {
    return this.#starts[column] ?? 0;
  }

  #end(column: number): number {
    return column < this.#columns ? (this.#ends[column] ?? -1) : -1;
  }
}
