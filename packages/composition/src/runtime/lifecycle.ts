import { settlesWithin, type Clock, type Logger } from '@foldmart/core';

interface Opened {
  readonly name: string;
  readonly close: () => Promise<void>;
}

/** How long a part may take to close if work was given up that may hold it for ever. */
const hopelessMs = 5_000;

/** Closes what was opened, in reverse order. A failure to close one does not keep the others open. */
export class Lifecycle {
  readonly #opened: Opened[] = [];
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #isHopeless: () => boolean;
  #closing: Promise<void> | undefined;

  /** While `isHopeless`, a part that does not close is logged and left. */
  constructor(
    { logger, clock }: { readonly logger: Logger; readonly clock: Clock },
    isHopeless: () => boolean = () => false,
  ) {
    this.#logger = logger;
    this.#clock = clock;
    this.#isHopeless = isHopeless;
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
        await this.#closeOne(last);
      } catch (error) {
        this.#logger.warn(`closing the ${last.name} failed`, { error });
      }
    }
  }

  async #closeOne({ name, close }: Opened): Promise<void> {
    const closing = close();
    if (!this.#isHopeless()) return closing;
    if (await settlesWithin(this.#clock, hopelessMs, closing)) return closing;
    closing.catch(() => undefined);
    this.#logger.warn(`the ${name} does not close and is left`);
  }
}
