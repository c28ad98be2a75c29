import type { Cancel } from '@foldmart/core';

interface Waiting {
  readonly bytes: number;
  readonly admit: () => void;
}

/** Tracks the memory of stored messages, and admits publishers in order while there is room. */
export class RetainedSpace {
  readonly #capacityBytes: number;
  readonly #makeRoom: () => void;
  readonly #queue = new Set<Waiting>();
  #usedBytes = 0;
  #wantedBytes = 0;

  /** `makeRoom` drops messages that all groups have read. It is called whenever a request does not fit. */
  constructor(capacityBytes: number, makeRoom: () => void) {
    this.#capacityBytes = capacityBytes;
    this.#makeRoom = makeRoom;
  }

  /** Whether to drop messages: until three quarters are in use, or until the current request fits. */
  get isTight(): boolean {
    const enough = Math.min(this.#capacityBytes * 0.75, this.#capacityBytes - this.#wantedBytes);
    return this.#usedBytes > Math.max(enough, 0);
  }

  /** Takes the room at once or not at all. Waiting requests are not overtaken. */
  tryTake(bytes: number): boolean {
    if (this.#queue.size > 0) return false;
    return this.#takeIfItFits(bytes);
  }

  /** Takes the room when it is available, and then calls `admit`. */
  queue(bytes: number, admit: () => void): Cancel {
    const waiting = { bytes, admit };
    this.#queue.add(waiting);
    return () => this.#queue.delete(waiting);
  }

  /** Takes what is left, and returns how much that is. */
  takeRest(): number {
    const restBytes = Math.max(1, this.#capacityBytes - this.#usedBytes);
    this.#usedBytes += restBytes;
    return restBytes;
  }

  give(bytes: number): void {
    this.#usedBytes -= bytes;
  }

  /** Admits waiting requests, as far as there is room. */
  admitWaiting(): void {
    for (const waiting of this.#queue) {
      if (!this.#takeIfItFits(waiting.bytes)) return;
      this.#queue.delete(waiting);
      waiting.admit();
    }
  }

  #takeIfItFits(bytes: number): boolean {
    this.#wantedBytes = bytes;
    if (!this.#fits(bytes)) this.#makeRoom();
    if (!this.#fits(bytes)) return false;
    this.#usedBytes += bytes;
    return true;
  }

  #fits(bytes: number): boolean {
    return this.#usedBytes === 0 || this.#usedBytes + bytes <= this.#capacityBytes;
  }
}
