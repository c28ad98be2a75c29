import { FingerprintIndex, grown, notIndexed } from './fingerprint-index.js';
import { TextBlocks } from './text-blocks.js';

const smallest = 1_024;
/** What the index takes for a text, about. */
const indexBytes = 24;
const none = 0;

/** Texts by the fingerprints of their keys. They are held as bytes, which take a fifth of the memory of objects. */
export class PackedTexts {
  readonly #index = new FingerprintIndex();
  readonly #blocks = new TextBlocks();
  /** By the number of a key: where its text is, or {@link none}. */
  #addresses = new Uint32Array(smallest);
  /** Those that no block takes. */
  readonly #long = new Map<string, string>();
  #longBytes = 0;

  /** The memory that the texts take, about. */
  get sizeBytes(): number {
    return this.#blocks.sizeBytes + this.#index.size * indexBytes + this.#longBytes;
  }

  /** Adds a text under a key that has none. */
  put(key: string, text: string): void {
    const address = this.#blocks.write(text);
    if (address === undefined) {
      this.#long.set(key, text);
      this.#longBytes += 2 * text.length;
      return;
    }
    const number = this.#index.add(key);
    if (number === this.#addresses.length) this.#addresses = grown(this.#addresses);
    this.#addresses[number] = address;
  }

  /** Removes the text of a key, and returns it; undefined if there is none. */
  take(key: string): string | undefined {
    const number = this.#index.find(key);
    const address = number === notIndexed ? none : (this.#addresses[number] ?? none);
    if (address === none) return this.#long.size === 0 ? undefined : this.#takeLong(key);
    this.#addresses[number] = none;
    const text = this.#blocks.read(address);
    this.#blocks.free(address);
    return text;
  }

  /** All texts, in no certain order. None may be added meanwhile. */
  *texts(): Iterable<string> {
    for (let number = 0; number < this.#index.size; number += 1) {
      const address = this.#addresses[number] ?? none;
      if (address !== none) yield this.#blocks.read(address);
    }
    yield* this.#long.values();
  }

  #takeLong(key: string): string | undefined {
    const text = this.#long.get(key);
    if (text === undefined) return undefined;
    this.#long.delete(key);
    this.#longBytes -= 2 * text.length;
    return text;
  }
}
