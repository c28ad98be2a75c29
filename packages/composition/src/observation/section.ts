import { isPortError, settlesWithin, type Clock } from '@foldmart/core';

/** One part of what is observed. It is read again and again, and keeps its last value if a service does not answer. */
export class Section<Value> {
  readonly #clock: Clock;
  readonly #read: () => Promise<Value>;
  #reading: Promise<void> | undefined;
  #defect: Error | undefined;
  value: Value | undefined;
  /** Why the value is old, or why there is none. */
  trouble: string | undefined;

  constructor(clock: Clock, read: () => Promise<Value>) {
    this.#clock = clock;
    this.#read = read;
  }

  /** Reads again, unless a reading is under way. Waits for it, but not longer than `limitMs`. */
  async refresh(limitMs: number): Promise<void> {
    this.#reading ??= this.#readOnce().finally(() => (this.#reading = undefined));
    const isInTime = await settlesWithin(this.#clock, limitMs, this.#reading);
    if (!isInTime) this.trouble ??= 'no answer yet';
    if (this.#defect !== undefined) throw this.#defect;
  }

  async #readOnce(): Promise<void> {
    try {
      this.value = await this.#read();
      this.trouble = undefined;
    } catch (error) {
      if (isPortError(error)) this.trouble = error.message;
      else this.#defect = error instanceof Error ? error : new Error(String(error));
    }
  }
}
