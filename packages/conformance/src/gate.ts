/** Blocks callers of `pass` until the case opens it. */
export class Gate {
  readonly #passed: Promise<void>;
  #open: () => void = () => undefined;
  #waiting = 0;

  constructor() {
    this.#passed = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  /** How many callers have reached the gate. */
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

/** A handler that never returns. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}
