/** A transaction of the memory database. Its changes are applied when it commits. */
export class Transaction {
  readonly id: number;
  /** The operation and the instance that runs it. */
  readonly description: string;
  readonly startedAtMs: number;
  readonly #effects: (() => void)[] = [];
  readonly #ends: (() => void)[] = [];
  #ending: Promise<void> | undefined;
  #isRunning = true;

  constructor(id: number, description: string, startedAtMs: number) {
    this.id = id;
    this.description = description;
    this.startedAtMs = startedAtMs;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Resolves when the transaction has been committed or rolled back. */
  get ended(): Promise<void> {
    this.#ending ??= new Promise((resolve) => this.onEnd(resolve));
    return this.#ending;
  }

  /** Runs `effect` when the transaction commits, after the effects registered before it. It must not throw. */
  onCommit(effect: () => void): void {
    this.#effects.push(effect);
  }

  /** Runs `task` when the transaction ends, by a commit or a rollback. */
  onEnd(task: () => void): void {
    this.#ends.push(task);
  }

  commit(): void {
    if (!this.#isRunning) throw new Error(`Transaction ${this.id} has ended already.`);
    for (const effect of this.#effects) effect();
    this.#end();
  }

  rollback(): void {
    if (this.#isRunning) this.#end();
  }

  #end(): void {
    this.#isRunning = false;
    for (const task of this.#ends) task();
  }
}
