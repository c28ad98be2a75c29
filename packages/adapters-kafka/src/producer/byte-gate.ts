type Waiter = { readonly bytes: number; readonly enter: () => void };

/** A semaphore for bytes: admits callers in order while together they hold at most `limit` bytes. */
export class ByteGate {
  readonly #limit: number;
  readonly #waiting: Waiter[] = [];
  #held = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Resolves when there is room. A caller that needs more than the limit is admitted alone. */
  async enter(bytes: number): Promise<void> {
    if (this.#waiting.length === 0 && this.#hasRoomFor(bytes)) {
      this.#held += bytes;
      return;
    }
    await new Promise<void>((enter) => this.#waiting.push({ bytes, enter }));
  }

  leave(bytes: number): void {
    this.#held -= bytes;
    for (let next = this.#waiting[0]; next !== undefined && this.#hasRoomFor(next.bytes);) {
      this.#waiting.shift();
      this.#held += next.bytes;
      next.enter();
      next = this.#waiting[0];
    }
  }

  #hasRoomFor(bytes: number): boolean {
    return this.#held === 0 || this.#held + bytes <= this.#limit;
  }
}
