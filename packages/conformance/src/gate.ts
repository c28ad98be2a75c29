/** Something to wait for that a case opens when it is time. */
export class Gate {
  readonly #passed: Promise<void>;
  #open: () => void = () => undefined;
  #waiting = 0;

  constructor() {
    this.#passed = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  /** How many have come to it. */
  get waiting(): number {
    return this.#waiting;
  }

  open(): void {
    this.#open();
  }

  async pass(): Promise<void> {
    this.#waiting += 1;
    await this.#passed;
  }
}

/** What a handler does that never comes back. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}
