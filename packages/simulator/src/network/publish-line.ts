import { isRetryableError } from '@foldmart/core';

interface Waiting {
  readonly send: () => Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The publishes of one process to one topic, one after another. As EventBus.publish promises, a retryable failure also fails
 * the calls that wait behind it.
 */
export class PublishLine {
  readonly #waiting: Waiting[] = [];
  #isBusy = false;

  add(send: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ send, resolve, reject });
      if (!this.#isBusy) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      try {
        await next.send();
        next.resolve();
      } catch (error) {
        next.reject(error);
        if (!isRetryableError(error)) continue;
        for (const behind of this.#waiting.splice(0)) behind.reject(error);
      }
    }
    this.#isBusy = false;
  }
}
