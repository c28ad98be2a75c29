/** Blocks begin at, and take, whole units: a block that becomes free serves the next text of about the same length. */
const unitBytes = 16;
const chunkUnits = 65_536;
const chunkBytes = chunkUnits * unitBytes;
/** The length of the text. In a free block, the next free one of its size. */
const headerBytes = 4;

/** The longest text that a block takes, in bytes of UTF-8. */
export const longestText = chunkBytes - headerBytes;

interface Chunk {
  readonly bytes: Uint8Array;
  readonly headers: Uint32Array;
}

/**
 * Texts as UTF-8 in memory outside the heap of the engine, which therefore neither copies nor scans them. A text is found
 * by its address, a whole number above 0.
 */
export class TextBlocks {
  readonly #chunks: Chunk[] = [];
  /** By the size of a block in units: the address of a free one. */
  readonly #free: number[] = [];
  /** The first unit that was never used. */
  #end = 0;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #scratch = new Uint8Array(1_024);

  /** How many bytes the blocks take, whether they are in use or free. */
  get sizeBytes(): number {
    return this.#end * unitBytes;
  }

  /** Keeps a text, and returns its address; undefined if it is longer than {@link longestText}. */
  write(text: string): number | undefined {
    const length = this.#encode(text);
    if (length > longestText) return undefined;
    const address = this.#allocate(unitsFor(length));
    const { bytes, headers } = this.#chunkOf(address);
    const place = placeOf(address);
    headers[place / headerBytes] = length;
    bytes.set(this.#scratch.subarray(0, length), place + headerBytes);
    return address;
  }

  read(address: number): string {
    const { bytes, headers } = this.#chunkOf(address);
    const start = placeOf(address) + headerBytes;
    const length = headers[placeOf(address) / headerBytes] ?? 0;
    return this.#decoder.decode(bytes.subarray(start, start + length));
  }

  /** Frees the block of a text, which cannot be read any more. */
  free(address: number): void {
    const { headers } = this.#chunkOf(address);
    const header = placeOf(address) / headerBytes;
    const units = unitsFor(headers[header] ?? 0);
    headers[header] = this.#free[units] ?? 0;
    this.#free[units] = address;
  }

  /** Encodes to the scratch memory, and returns the number of bytes. */
  #encode(text: string): number {
    // A UTF-16 unit takes three bytes at most.
    if (3 * text.length > this.#scratch.length) this.#scratch = new Uint8Array(6 * text.length);
    return this.#encoder.encodeInto(text, this.#scratch).written;
  }

  #allocate(units: number): number {
    const free = this.#free[units] ?? 0;
    if (free === 0) return this.#append(units);
    this.#free[units] = this.#chunkOf(free).headers[placeOf(free) / headerBytes] ?? 0;
    return free;
  }

  #append(units: number): number {
    const left = this.#chunks.length * chunkUnits - this.#end;
    if (units > left) {
      this.#end += left;
      const buffer = new ArrayBuffer(chunkBytes);
      this.#chunks.push({ bytes: new Uint8Array(buffer), headers: new Uint32Array(buffer) });
    }
    const address = this.#end + 1;
    this.#end += units;
    return address;
  }

  #chunkOf(address: number): Chunk {
    const chunk = this.#chunks[Math.floor((address - 1) / chunkUnits)];
    if (chunk === undefined) throw new RangeError(`No text has the address ${String(address)}.`);
    return chunk;
  }
}

function unitsFor(length: number): number {
  return Math.ceil((headerBytes + length) / unitBytes);
}

/** The first byte of a block in its chunk. */
function placeOf(address: number): number {
  return ((address - 1) % chunkUnits) * unitBytes;
}
