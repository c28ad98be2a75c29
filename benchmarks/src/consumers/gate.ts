/** Lets work pass or wait. It is closed at first. */
export class Gate {
  #open: () => void = () => undefined;
  #passage: Promise<void> = Promise.resolve();

  constructor() {
    this.close();
  }

  /** Resolves as soon as the gate is open. */
  get passage(): Promise<void> {
    return this.#passage;
  }

  open(): void {
    this.#open();
  }

  close(): void {
    this.#passage = new Promise((resolve) => {
      this.#open = resolve;
    });
  }
}
