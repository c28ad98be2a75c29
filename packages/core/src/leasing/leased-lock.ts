import type { Cancel, Clock } from '../ports/clock.js';
import type { HeldLock } from '../ports/leader-lock.js';
import type { HeldLease } from './lease-table.js';

/** A lock until its deadline by this process's clock. */
export class LeasedLock implements HeldLock, HeldLease {
  readonly name: string;
  readonly token: number;
  readonly #clock: Clock;
  readonly #lost = new AbortController();
  readonly #onEnd: (lock: LeasedLock, lostBy?: string) => Promise<void>;
  #deadlineMs: number;
  #cancelDeadline: Cancel = () => undefined;
  #ended: Promise<void> | undefined;

  /** `onEnd` is called once, when the lock is released or lost. */
  constructor(
    { name, token }: HeldLease,
    clock: Clock,
    deadlineMs: number,
    onEnd: (lock: LeasedLock, lostBy?: string) => Promise<void>,
  ) {
    this.name = name;
    this.token = token;
    this.#clock = clock;
    this.#onEnd = onEnd;
    this.#deadlineMs = deadlineMs;
    this.extend(deadlineMs);
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  get hasExpired(): boolean {
    return this.#clock.monotonic() >= this.#deadlineMs;
  }

  /** Moves the deadline, in milliseconds of the monotonic clock. Does nothing if the lock has ended. */
  extend(deadlineMs: number): void {
    if (this.#ended !== undefined) return;
    this.#deadlineMs = deadlineMs;
    this.#cancelDeadline();
    this.#cancelDeadline = this.#clock.schedule(deadlineMs - this.#clock.monotonic(), () => {
      this.lose('it could not be renewed in time');
    });
  }

  /** Notifies the holder, unless the lock has ended already. */
  lose(why: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = this.#end(why);
    this.#lost.abort(new Error(`The lock ${this.name} is lost: ${why}.`));
  }

  release(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  #end(lostBy?: string): Promise<void> {
    this.#cancelDeadline();
    return this.#onEnd(this, lostBy);
  }
}
