/** The first buffer is small, since many arenas hold a few messages only; each further one is twice as large. */
const firstChunkBytes = 1_024;
const largestChunkBytes = 65_536;
const largestPooledBytes = 8_192;
const utf8 = new TextEncoder();
const nothing = new Uint8Array(0);

/**
 * Stores many small byte arrays in few buffers, which is several times faster than a buffer for each. The arrays do
 * not overlap. A buffer is freed with the last array in it.
 */
export class ByteArena {
  #chunk = nothing;
  #nextChunkBytes = firstChunkBytes;
  #used = 0;

  /** Copies `content`; text is encoded as UTF-8. */
  put(content: string | Uint8Array): Uint8Array {
    return typeof content === 'string' ? this.#putText(content) : this.#putBytes(content);
  }

  #putText(text: string): Uint8Array {
    const mostBytes = text.length * 3;
    if (mostBytes > largestPooledBytes) return utf8.encode(text);
    this.#reserve(mostBytes);
    const { written } = utf8.encodeInto(text, this.#chunk.subarray(this.#used));
    return this.#take(written);
  }

  #putBytes(bytes: Uint8Array): Uint8Array {
    if (bytes.length > largestPooledBytes) return Uint8Array.from(bytes);
    this.#reserve(bytes.length);
    this.#chunk.set(bytes, this.#used);
    return this.#take(bytes.length);
  }

  #reserve(bytes: number): void {
    if (this.#used + bytes <= this.#chunk.length) return;
    this.#chunk = new Uint8Array(Math.max(bytes, this.#nextChunkBytes));
    this.#nextChunkBytes = Math.min(this.#nextChunkBytes * 2, largestChunkBytes);
    this.#used = 0;
  }

  #take(bytes: number): Uint8Array {
    const piece = this.#chunk.subarray(this.#used, this.#used + bytes);
    this.#used += bytes;
    return piece;
  }
}
