import type { Owner } from '../running/scheduler.js';

/** Ends a part of a process as SIGKILL does. */
type Crash = () => void;

/** One life of a process, from its start to its end. */
export class Incarnation implements Owner {
  readonly name: string;
  readonly kind: string;
  /** From 1, one more for each start. */
  readonly number: number;
  readonly #crashes: Crash[] = [];
  readonly #onEnd: () => void;
  #isAlive = true;
  stalledUntilMs = 0;
  /** How far its time of day is ahead. */
  skewMs: number;

  constructor(
    process: { readonly name: string; readonly kind: string },
    number: number,
    skewMs: number,
    onEnd: () => void,
  ) {
    this.name = process.name;
    this.kind = process.kind;
    this.number = number;
    this.skewMs = skewMs;
    this.#onEnd = onEnd;
  }

  /** Its name in traces: `consumer-1#2` after one restart. */
  get label(): string {
    return `${this.name}#${String(this.number)}`;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Registers what must be told when the process ends: its open connections. */
  onCrash(crash: Crash): void {
    this.#crashes.push(crash);
  }

  /** Ends it at once. Nothing of it runs afterwards, and no one is told but the services, which find out by themselves. */
  crash(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    for (const crash of this.#crashes) crash();
    this.#onEnd();
  }
}
