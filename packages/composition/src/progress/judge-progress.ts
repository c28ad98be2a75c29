/** What is known of one piece of work. Times are readings of one clock that stops while nothing can move. */
export interface WorkLife {
  /** When the oldest step under way began; undefined if nothing is in hand. */
  readonly sinceMs: number | undefined;
  /** When a step last ended. */
  readonly movedAtMs: number;
}

/** How long work in hand has not moved, in milliseconds; 0 if nothing is in hand. */
export function stillForMs({ sinceMs, movedAtMs }: WorkLife, nowMs: number): number {
  return sinceMs === undefined ? 0 : Math.max(0, nowMs - Math.max(sinceMs, movedAtMs));
}

/** Whether work in hand has not moved for `limitMs`. With a limit of 0, no work is ever stalled. */
export function isStalled(life: WorkLife, nowMs: number, limitMs: number): boolean {
  return limitMs > 0 && stillForMs(life, nowMs) >= limitMs;
}

/**
 * How much of the time between two ticks counts. A tick that comes late was held up together with all other work of the
 * process: it was stopped, or its thread was busy.
 */
export function countedMs(passedMs: number, tickMs: number): number {
  return Math.min(passedMs, 2 * tickMs);
}
