import type { MessageHeaders } from '@foldmart/core';
import type { FetchedRecord } from '../client/kafka-client.js';
import { ByteReader } from './byte-reader.js';
import { HeaderReader } from './header-reader.js';

const ATTRIBUTES_BYTES = 1;

/** What the header of a batch says about all of its records. */
export interface BatchOrigin {
  readonly baseOffset: number;
  readonly baseTimestampMs: number;
  /** If the broker has set the time of all records. */
  readonly appendedAtMs: number | undefined;
}

/** The records of a batch, uncompressed. */
export class BatchContents {
  readonly origin: BatchOrigin;
  readonly #reader: ByteReader;
  readonly #headers: HeaderReader;

  constructor(body: Buffer, origin: BatchOrigin) {
    this.origin = origin;
    this.#reader = new ByteReader(body);
    this.#headers = new HeaderReader(new ByteReader(body));
  }

  /** The next record. Throws a RangeError if it does not end within the batch. */
  next(): FetchedRecord {
    const end = this.#reader.varint() + this.#reader.offset;
    const record = new BatchRecord(this, this.#reader);
    this.#reader.offset = end;
    return record;
  }

  bytes(start: number, length: number): Buffer | null {
    return length < 0 ? null : this.#reader.buffer.subarray(start, start + length);
  }

  headers(start: number): MessageHeaders {
    return this.#headers.readAt(start);
  }
}

/**
 * A record that is decoded when it is read. Many are fetched before their turn comes; decoded, they would take several times
 * the memory, which the garbage collector copies.
 */
class BatchRecord implements FetchedRecord {
  readonly #contents: BatchContents;
  readonly #timestampDelta: number;
  readonly #offsetDelta: number;
  readonly #keyLength: number;
  readonly #keyStart: number;
  readonly #valueLength: number;
  readonly #valueStart: number;
  readonly #headersStart: number;

  /** Finds the parts of the record at which the reader is, behind its length. */
  constructor(contents: BatchContents, reader: ByteReader) {
    this.#contents = contents;
    reader.skip(ATTRIBUTES_BYTES);
    this.#timestampDelta = reader.varint();
    this.#offsetDelta = reader.varint();
    this.#keyLength = reader.varint();
    this.#keyStart = reader.skip(Math.max(this.#keyLength, 0));
    this.#valueLength = reader.varint();
    this.#valueStart = reader.skip(Math.max(this.#valueLength, 0));
    this.#headersStart = reader.offset;
    reader.skipHeaders();
  }

  get offset(): string {
    return String(this.#contents.origin.baseOffset + this.#offsetDelta);
  }

  get timestampMs(): number {
    const { appendedAtMs, baseTimestampMs } = this.#contents.origin;
    return appendedAtMs ?? baseTimestampMs + this.#timestampDelta;
  }

  get key(): Buffer | null {
    return this.#contents.bytes(this.#keyStart, this.#keyLength);
  }

  get value(): Buffer | null {
    return this.#contents.bytes(this.#valueStart, this.#valueLength);
  }

  get headers(): MessageHeaders {
    return this.#contents.headers(this.#headersStart);
  }

  get payloadBytes(): number {
    return Math.max(this.#keyLength, 0) + Math.max(this.#valueLength, 0);
  }
}
