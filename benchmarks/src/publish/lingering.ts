import type { Message } from 'kafkajs';

const lingerMs = 10;
const fullAt = 500;

interface Waiting {
  readonly message: Message;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Sends together what is added within 10 ms, or as soon as there are 500. */
export class Lingering {
  readonly #send: (messages: Message[]) => Promise<unknown>;
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (messages: Message[]) => Promise<unknown>) {
    this.#send = send;
  }

  add(message: Message): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ message, resolve, reject });
      if (this.#waiting.length >= fullAt) this.#flush();
      else
        this.#timer ??= setTimeout(() => {
          this.#flush();
        }, lingerMs);
    });
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#send(batch.map(({ message }) => message)).then(
      () => {
        for (const { resolve } of batch) resolve();
      },
      (error: unknown) => {
        for (const { reject } of batch) reject(error);
      },
    );
  }
}
