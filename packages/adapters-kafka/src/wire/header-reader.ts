import type { MessageHeaders } from '@foldmart/core';
import type { ByteReader } from './byte-reader.js';

/** A text that was read, and where its bytes are. */
interface ReadText {
  start: number;
  length: number;
  text: string;
}

/**
 * Reads the headers of one record after another. Headers of the records of a topic are much alike, so a text that the
 * record before has at the same place is not decoded again.
 */
export class HeaderReader {
  readonly #reader: ByteReader;
  readonly #texts: ReadText[] = [];

  constructor(reader: ByteReader) {
    this.#reader = reader;
  }

  /** Reads the headers that begin at `start`. A missing name or value is read as empty. */
  readAt(start: number): MessageHeaders {
    this.#reader.offset = start;
    const headers: Record<string, string> = {};
    const places = 2 * this.#reader.varint();
    for (let place = 0; place < places; place += 2) {
      const name = this.#text(place);
      set(headers, name, this.#text(place + 1));
    }
    return headers;
  }

  #text(place: number): string {
    const length = this.#reader.varint();
    if (length <= 0) return '';
    const start = this.#reader.skip(length);
    const { buffer } = this.#reader;
    const last = this.#texts[place];
    if (last?.length === length && isSame(buffer, last.start, start, length)) return last.text;
    const text = buffer.toString('utf8', start, start + length);
    this.#texts[place] = { start, length, text };
    return text;
  }
}

function isSame(buffer: Buffer, one: number, other: number, length: number): boolean {
  for (let index = 0; index < length; index += 1) {
    if (buffer[one + index] !== buffer[other + index]) return false;
  }
  return true;
}

function set(headers: Record<string, string>, name: string, value: string): void {
  if (name === '__proto__') {
    const descriptor = { value, enumerable: true, configurable: true, writable: true };
    Object.defineProperty(headers, name, descriptor);
  } else {
    headers[name] = value;
  }
}
