import type { Cancel } from '@foldmart/core';

interface Waiting {
  readonly bytes: number;
  readonly admit: () => void;
}

/** Counts the memory that kept messages take, and lets publishers in, first come first, while there is room. */
export class RetainedSpace {
  readonly #capacityBytes: number;
  readonly #makeRoom: () => void;
  readonly #queue = new Set<Waiting>();
  #usedBytes = 0;

  /** `makeRoom` drops what may be dropped before its time; it is asked whenever somebody does not fit. */
  constructor(capacityBytes: number, makeRoom: () => void) {
    this.#capacityBytes = capacityBytes;
    this.#makeRoom = makeRoom;
  }

  /** Whether more than three quarters are taken, up to which dropping is worth while. */
  get isTight(): boolean {
    return this.#usedBytes > this.#capacityBytes * 0.75;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Takes the room at once, or not at all. Nobody overtakes those who wait. */
  tryTake(bytes: number): boolean {
    if (this.#queue.size > 0) return false;
    return this.#takeIfItFits(bytes);
  }

  /** Takes the room when it comes, and calls `admit` then. */
  queue(bytes: number, admit: () => void): Cancel {
    const waiting = { bytes, admit };
    this.#queue.add(waiting);
    return () => this.#queue.delete(waiting);
  }

  give(bytes: number): void {
    this.#usedBytes -= bytes;
  }

  /** Admits who waits, as far as there is room by now. */
  admitWaiting(): void {
    for (const waiting of this.#queue) {
      if (!this.#takeIfItFits(waiting.bytes)) return;
      this.#queue.delete(waiting);
      waiting.admit();
    }
  }

  #takeIfItFits(bytes: number): boolean {
    if (!this.#fits(bytes)) this.#makeRoom();
    if (!this.#fits(bytes)) return false;
    this.#usedBytes += bytes;
    return true;
  }

  #fits(bytes: number): boolean {
    return this.#usedBytes === 0 || this.#usedBytes + bytes <= this.#capacityBytes;
  }
}
