import type { Clock } from '@foldmart/core';

export interface NoticeSenderOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  /** The shortest time between two notices. */
  readonly intervalMs: number;
  /** Sends one notice. */
  readonly send: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/**
 * Tells others that events were committed: at once, and at most once an interval. What is committed within the interval is
 * told at its end, so the last commit is never left out.
 */
export class NoticeSender {
  readonly #options: NoticeSenderOptions;
  readonly #closing = new AbortController();
  #isDue = false;
  #sending: Promise<void> | undefined;

  constructor(options: NoticeSenderOptions) {
    this.#options = options;
  }

  /** Call after a commit. Never waits for the notice. */
  appended(): void {
    this.#isDue = true;
    this.#sending ??= this.#sendWhileDue().finally(() => (this.#sending = undefined));
  }

  /** Resolves when the last notice has been sent. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#sending;
  }

  async #sendWhileDue(): Promise<void> {
    const { clock, intervalMs, send, onError } = this.#options;
    while (this.#isDue) {
      this.#isDue = false;
      try {
        await send();
      } catch (error) {
        onError(error);
      }
      await clock.sleep(intervalMs, this.#closing.signal);
    }
  }
}
