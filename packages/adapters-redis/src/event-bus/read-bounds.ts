/** Reckons how many messages to ask for, so that a reply stays within bytes as far as sizes before tell. */
export class ReadBounds {
  readonly #maxMessages: number;
  readonly #maxBytes: number;
  #expectedBytes: number;

  constructor(maxMessages: number, maxBytes: number) {
    this.#maxMessages = maxMessages;
    this.#maxBytes = maxBytes;
    this.#expectedBytes = maxBytes / 64;
  }

  /** Messages to ask for next. */
  get messages(): number {
    const fitting = Math.floor(this.#maxBytes / this.#expectedBytes);
    return Math.max(1, Math.min(this.#maxMessages, fitting));
  }

  /** Learns from a reply: up to its largest message at once, down by halves. */
  learn(largestBytes: number): void {
    this.#expectedBytes = Math.max(1, largestBytes, this.#expectedBytes / 2);
  }
}
