import type { Clock } from '@foldmart/core';

export interface NoticeSenderOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  /** The shortest time between two notices. */
  readonly intervalMs: number;
  /** Sends one notice if another instance listens. Resolves with whether one does. */
  readonly send: () => Promise<boolean>;
  readonly onError: (error: unknown) => void;
}

/**
 * How soon to look for listeners again if there are none, in milliseconds. One that has just begun to listen finds new
 * events within that time, since followers poll as well.
 */
const unheardIntervalMs = 200;

/**
 * Tells others that events were committed: at once, and at most once an interval. What is committed within the interval is
 * told at its end, so the last commit is never left out. The interval is longer while no other instance listens.
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
    const { clock, intervalMs } = this.#options;
    while (this.#isDue) {
      this.#isDue = false;
      const mayBeHeard = await this.#send();
      const pauseMs = mayBeHeard ? intervalMs : Math.max(intervalMs, unheardIntervalMs);
      await clock.sleep(pauseMs, this.#closing.signal);
    }
  }

  async #send(): Promise<boolean> {
    try {
      return await this.#options.send();
    } catch (error) {
      this.#options.onError(error);
      return true;
    }
  }
}
