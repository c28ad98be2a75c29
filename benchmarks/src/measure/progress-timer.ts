import { performance } from 'node:perf_hooks';

/** Times a run from its beginning to its last message, and reports when it is complete. */
export class ProgressTimer {
  readonly #expected: number;
  readonly #complete: Promise<void>;
  #finish: () => void = () => undefined;
  #startedAt: number | undefined;
  #endedAt = 0;
  #done = 0;

  constructor(expected: number) {
    this.#expected = expected;
    this.#complete = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  /** Call when the consumer has its partitions. Later calls change nothing. */
  begin(): void {
    this.#startedAt ??= performance.now();
  }

  /** Call when this many more messages are persisted. */
  done(messages: number): void {
    this.#done += messages;
    this.#endedAt = performance.now();
    if (this.#done >= this.#expected) this.#finish();
  }

  /** Resolves when it is complete. */
  async outcome(): Promise<{ readonly count: number; readonly seconds: number }> {
    await this.#complete;
    return { count: this.#done, seconds: (this.#endedAt - (this.#startedAt ?? 0)) / 1_000 };
  }
}
