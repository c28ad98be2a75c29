/**
 * Computes how many messages to ask for, so that a reply stays within a number of bytes, judging by earlier sizes.
 */
export class ReadBounds {
  readonly #maxMessages: number;
  readonly #maxBytes: number;
  #expectedBytes: number;

  constructor(maxMessages: number, maxBytes: number) {
    this.#maxMessages = maxMessages;
    this.#maxBytes = maxBytes;
    this.#expectedBytes = maxBytes / 64;
  }

  /** How many messages to ask for next. */
  get messages(): number {
    const fitting = Math.floor(this.#maxBytes / this.#expectedBytes);
    return Math.max(1, Math.min(this.#maxMessages, fitting));
  }

  /** Adjusts the expected size: up to the largest message of a reply at once, down by halves. */
  learn(largestBytes: number): void {
    this.#expectedBytes = Math.max(1, largestBytes, this.#expectedBytes / 2);
  }
}
