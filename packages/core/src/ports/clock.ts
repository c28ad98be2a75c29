/** Cancels the scheduled task. Does nothing if the task has run or is cancelled already. */
export type Cancel = () => void;

/** The only source of time. The core and all simulated code must not read another clock. */
export interface Clock {
  /** Milliseconds since the Unix epoch. May jump, also backwards: never use it for order or durations. */
  now(): number;
  /** Milliseconds from an arbitrary start, with fractions; never goes backwards. For durations. */
  monotonic(): number;
  /** Calls `task` once after at least `delayMs`, unless cancelled before. `task` must not throw. */
  schedule(delayMs: number, task: () => void): Cancel;
  /** Resolves after `delayMs`, or at once when `signal` aborts (it does not reject: look at the signal). */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}
