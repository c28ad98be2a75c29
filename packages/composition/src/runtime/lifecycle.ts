import type { Logger } from '@foldmart/core';

interface Opened {
  readonly name: string;
  readonly close: () => Promise<void>;
}

/** Closes what was opened, in reverse order. A failure to close one does not keep the others open. */
export class Lifecycle {
  readonly #opened: Opened[] = [];
  readonly #logger: Logger;
  #closing: Promise<void> | undefined;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Registers how to close something; call it as soon as it is open. */
  add(name: string, close: () => Promise<void>): void {
    this.#opened.push({ name, close });
  }

  /** Idempotent; resolves when everything was closed or has failed to close, which is logged. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    for (let last = this.#opened.pop(); last !== undefined; last = this.#opened.pop()) {
      try {
        await last.close();
      } catch (error) {
        this.#logger.warn(`closing the ${last.name} failed`, { error });
      }
    }
  }
}
