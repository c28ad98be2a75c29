type Waiter = { readonly bytes: number; readonly enter: () => void };

/** A semaphore for bytes: admits work in order while together it holds at most `limit` bytes. */
export class ByteGate {
  readonly #limit: number;
  readonly #waiting: Waiter[] = [];
  #held = 0;
  #isAdmitting = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Starts the work when there is room: at once if there is, so that admitted work starts in the order of the calls. Work
   * that needs more than the limit is admitted alone. It must call `leave` with the same bytes when it is done.
   */
  enter<Result>(bytes: number, work: () => Promise<Result>): Promise<Result> {
    if (this.#waiting.length === 0 && this.#hasRoomFor(bytes)) {
      this.#held += bytes;
      return work();
    }
    return new Promise((resolve) => {
      this.#waiting.push({ bytes, enter: () => resolve(work()) });
    });
  }

  leave(bytes: number): void {
    this.#held -= bytes;
    // Work that ends at once leaves within the loop below, which then admits the next.
    if (this.#isAdmitting) return;
    this.#isAdmitting = true;
    try {
      this.#admit();
    } finally {
      this.#isAdmitting = false;
    }
  }

  #admit(): void {
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
