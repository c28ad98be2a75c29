import type { Clock } from '../ports/clock.js';

/**
 * Tells whether a member is surely in its group: less than its session has passed since it sent a heartbeat that was answered. A
 * process that was stopped may have lost its partitions meanwhile, and must hear from its group before it begins other work.
 */
export class MemberSession {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #waiting = new Set<() => void>();
  #heardAtMs: number;

  /** The session begins now. `timeoutMs`: how long the group waits for a heartbeat. */
  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#heardAtMs = clock.monotonic();
  }

  get isSure(): boolean {
    return this.#clock.monotonic() - this.#heardAtMs < this.#timeoutMs;
  }

  /** A heartbeat that was sent at `sentAtMs` (monotonic milliseconds) was answered: the group has the member. */
  heard(sentAtMs: number): void {
    this.#heardAtMs = Math.max(this.#heardAtMs, sentAtMs);
    if (!this.isSure) return;
    for (const resume of [...this.#waiting]) resume();
  }

  /** Resolves when the member is surely in its group, or `signal` aborts. */
  sure(signal: AbortSignal): Promise<void> {
    if (this.isSure || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const resume = (): void => {
        this.#waiting.delete(resume);
        signal.removeEventListener('abort', resume);
        resolve();
      };
      this.#waiting.add(resume);
      signal.addEventListener('abort', resume);
    });
  }
}
