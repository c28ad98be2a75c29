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
  #waiting = defer();

  get isRaised(): boolean {
    return this.#isRaised;
  }

  raise(): void {
    this.#isRaised = true;
    this.#waiting.resolve();
  }

  lower(): void {
    if (!this.#isRaised) return;
    this.#isRaised = false;
    this.#waiting = defer();
  }

  /** Resolves when it is raised, or when `signal` aborts. */
  async raised(signal: AbortSignal): Promise<undefined> {
    if (signal.aborted || this.#isRaised) return undefined;
    const waiting = this.#waiting;
    const aborted = () => waiting.resolve();
    signal.addEventListener('abort', aborted, { once: true });
    await waiting.promise;
    signal.removeEventListener('abort', aborted);
    return undefined;
  }
}
