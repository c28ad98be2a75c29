/** A message of the live stream. */
export interface LiveMessage {
  readonly number: number;
  readonly text: string;
}

/** Keeps the last messages, so that a page that reconnects gets what it missed. */
export class EventRing {
  readonly #capacity: number;
  readonly #messages: LiveMessage[] = [];
  #last = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get last(): number {
    return this.#last;
  }

  /** Numbers a message and keeps it. */
  add(textOf: (number: number) => string): LiveMessage {
    this.#last += 1;
    const message = { number: this.#last, text: textOf(this.#last) };
    this.#messages.push(message);
    if (this.#messages.length > this.#capacity) this.#messages.shift();
    return message;
  }

  /** The messages after this one; undefined if some of them are kept no more, or were never sent. */
  since(number: number): readonly LiveMessage[] | undefined {
    if (number > this.#last) return undefined;
    const first = this.#last - this.#messages.length;
    return number < first ? undefined : this.#messages.slice(number - first);
  }
}
