export interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

/** A promise with the means to settle it. */
export function defer(): Deferred {
  let resolve = (): void => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve: () => resolve(), reject: (error) => reject(error) };
}

/** A condition that others raise and one awaits. */
export class Flag {
  #isRaised = false;
  readonly #waiting = new Set<() => void>();

  get isRaised(): boolean {
    return this.#isRaised;
  }

  raise(): void {
    this.#isRaised = true;
    for (const wake of [...this.#waiting]) wake();
  }

  lower(): void {
    this.#isRaised = false;
  }

  /** Resolves when it is raised, or when one of the signals aborts. Leaves nothing behind at them. */
  raised(...signals: readonly AbortSignal[]): Promise<undefined> {
    if (this.#isRaised || signals.some(({ aborted }) => aborted)) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        for (const signal of signals) signal.removeEventListener('abort', wake);
        resolve(undefined);
      };
      this.#waiting.add(wake);
      for (const signal of signals) signal.addEventListener('abort', wake);
    });
  }
}
