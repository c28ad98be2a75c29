type Waiter = { readonly bytes: number; readonly enter: () => void };

/** Lets in callers, in the order in which they come, as long as together they hold at most `limit` bytes. */
export class ByteGate {
  readonly #limit: number;
  readonly #waiting: Waiter[] = [];
  #held = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Resolves when there is room. One that is larger than the limit enters alone. */
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
