import type { Clock } from '@foldmart/core';

/** A reading that takes longer is not waited for. */
const quickMs = 100;
/** Reading takes a tenth of the time at most. */
const restFactor = 9;

/**
 * Reads something again and again that may take long, such as the number of events that wait in a long log. A slow
 * reading continues in the background, its last result stays, and a pause follows, so that looking does not load the
 * database.
 */
export class SeldomReading<Source, Value> {
  readonly #clock: Clock;
  readonly #read: (source: Source) => Promise<Value>;
  #known: { readonly value: Value } | undefined;
  #reading: Promise<void> | undefined;
  #tookMs = 0;
  #endedAt = Number.NEGATIVE_INFINITY;
  #failure: { readonly error: unknown } | undefined;

  constructor(clock: Clock, read: (source: Source) => Promise<Value>) {
    this.#clock = clock;
    this.#read = read;
  }

  /** The last result. Rejects if the last reading has failed. */
  async of(source: Source): Promise<Value> {
    if (this.#isDue) this.#reading ??= this.#readOnce(source);
    if (this.#known === undefined || this.#tookMs <= quickMs) await this.#reading;
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure.error;
    // Another caller may have taken the failure of the only reading.
    return this.#known === undefined ? this.of(source) : this.#known.value;
  }

  get #isDue(): boolean {
    const restedMs = this.#clock.monotonic() - this.#endedAt;
    return this.#tookMs <= quickMs || restedMs >= restFactor * this.#tookMs;
  }

  /** Never rejects. */
  async #readOnce(source: Source): Promise<void> {
    const startedAt = this.#clock.monotonic();
    try {
      this.#known = { value: await this.#read(source) };
    } catch (error) {
      this.#failure = { error };
    }
    this.#endedAt = this.#clock.monotonic();
    this.#tookMs = this.#failure === undefined ? this.#endedAt - startedAt : 0;
    this.#reading = undefined;
  }
}
