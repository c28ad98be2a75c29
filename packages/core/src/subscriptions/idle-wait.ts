import type { Clock } from '../ports/clock.js';
import { WakeUps } from './wake-ups.js';

export interface IdleWaitOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How long a wait lasts if nothing ends it, in milliseconds. */
  readonly pollMs: number;
  /** Ends a wait early; without it, every wait lasts as long as the interval. */
  readonly wakeUps?: WakeUps | undefined;
}

const firstPauseMs = 5;

/**
 * The waits of a follower between two looks at the log. A wake-up ends a wait at once. Wake-ups that lead to nothing, as
 * while a slow transaction hides new events, are answered less and less often, but at least once an interval.
 */
export class IdleWait {
  readonly #options: IdleWaitOptions;
  readonly #wakeUps: WakeUps;
  #seen: number;
  #wasWoken = false;
  #vain = 0;

  constructor(options: IdleWaitOptions) {
    this.#options = options;
    this.#wakeUps = options.wakeUps ?? new WakeUps();
    this.#seen = this.#wakeUps.count;
  }

  /** Call before each look. */
  looks(): void {
    this.#seen = this.#wakeUps.count;
  }

  /** Call after a look that has found events. */
  found(): void {
    this.#wasWoken = false;
    this.#vain = 0;
  }

  /** Call after a look that has found nothing: resolves when it is time for the next one, or when the signal aborts. */
  async rest(): Promise<void> {
    const { clock, signal, pollMs } = this.#options;
    if (this.#wasWoken) this.#vain += 1;
    const pauseMs = this.#vain === 0 ? 0 : Math.min(pollMs, firstPauseMs * 2 ** (this.#vain - 1));
    if (pauseMs > 0) await clock.sleep(pauseMs, signal);
    if (pauseMs < pollMs) await this.#wakeUps.sleep(clock, pollMs - pauseMs, signal, this.#seen);
    this.#wasWoken = this.#wakeUps.count !== this.#seen;
    if (!this.#wasWoken) this.#vain = 0;
  }
}
