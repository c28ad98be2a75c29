/** What a connection does with the messages that the server sends. */
export interface MessageSinks {
  /** Takes a whole row. Its contents begin at `start` with the number of columns. */
  readonly onRow: (bytes: Buffer, start: number) => void;
  /** Takes the bytes of all other messages, in pieces as they arrive. */
  readonly onOther: (bytes: Buffer) => void;
}

const dataRow = 'D'.charCodeAt(0);
/** A letter for the type, and the length of the rest, which includes its own four bytes. */
const headerBytes = 5;
const lengthBytes = 4;

/** Separates rows from other messages in a stream of bytes (protocol manual, "Message Formats"). */
export class MessageFrames {
  readonly #sinks: MessageSinks;
  /** The begin of a row, or of a header, whose rest has yet to arrive. */
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** How much of another message has yet to arrive. */
  #passing = 0;

  constructor(sinks: MessageSinks) {
    this.#sinks = sinks;
  }

  /** Takes the next bytes. What is complete is passed on before this returns. */
  take(chunk: Buffer): void {
    const from = this.#heldBytes === 0 ? 0 : this.#complete(chunk);
    const passed = Math.min(this.#passing, chunk.length - from);
    this.#passing -= passed;
    this.#scan(chunk, from, from + passed);
  }

  /** A message begins at `next`. Before it, from `start`, is the rest of another message. */
  #scan(chunk: Buffer, start: number, next: number): void {
    let from = start;
    let at = next;
    while (at + headerBytes <= chunk.length) {
      const end = endOf(chunk, at);
      if (isRow(chunk, at)) {
        this.#pass(chunk, from, at);
        from = at;
        if (end > chunk.length) break;
        this.#sinks.onRow(chunk, at + headerBytes);
        from = end;
      }
      at = end;
    }
    this.#pass(chunk, from, Math.min(at, chunk.length));
    if (at > chunk.length) this.#passing = at - chunk.length;
    else this.#hold(chunk.subarray(at));
  }

  /** Adds to what is held until it is complete. Returns where the rest of the chunk begins. */
  #complete(chunk: Buffer): number {
    const headed = this.#fill(chunk, 0, headerBytes);
    if (this.#heldBytes < headerBytes) return headed;
    const header = this.#header();
    const size = isRow(header, 0) ? endOf(header, 0) : headerBytes;
    const filled = this.#fill(chunk, headed, size);
    if (this.#heldBytes === size) this.#release(Buffer.concat(this.#held, size));
    return filled;
  }

  /** Holds bytes of the chunk until there are `size`. Returns where the rest begins. */
  #fill(chunk: Buffer, at: number, size: number): number {
    const end = Math.min(at + Math.max(0, size - this.#heldBytes), chunk.length);
    this.#hold(chunk.subarray(at, end));
    return end;
  }

  #hold(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
  }

  #header(): Buffer {
    const [first] = this.#held;
    if (first !== undefined && first.length >= headerBytes) return first;
    const joined = Buffer.concat(this.#held, this.#heldBytes);
    this.#held = [joined];
    return joined;
  }

  #release(message: Buffer): void {
    this.#held = [];
    this.#heldBytes = 0;
    if (isRow(message, 0)) {
      this.#sinks.onRow(message, headerBytes);
      return;
    }
    this.#passing = endOf(message, 0) - headerBytes;
    this.#sinks.onOther(message);
  }

  #pass(chunk: Buffer, from: number, to: number): void {
    if (to > from) this.#sinks.onOther(chunk.subarray(from, to));
  }
}

function isRow(bytes: Buffer, at: number): boolean {
  return bytes[at] === dataRow && endOf(bytes, at) !== Infinity;
}

/** Where the message at `at` ends. After a length that no message has, all is left to the driver, which reports it. */
function endOf(bytes: Buffer, at: number): number {
  const length = bytes.readInt32BE(at + 1);
  return length < lengthBytes ? Infinity : at + 1 + length;
}
