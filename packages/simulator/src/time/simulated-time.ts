const microsPerMs = 1_000;

/** A task that waits for its time. */
export interface Timer {
  /** In whole microseconds since the start. */
  readonly dueMicros: number;
  readonly order: number;
  run: () => void;
  isCancelled: boolean;
}

/** Cancels a timer. It stays in the heap until it is due, but keeps nothing alive. */
export function cancelTimer(timer: Timer): void {
  timer.isCancelled = true;
  timer.run = nothing;
}

const nothing = (): void => undefined;

/**
 * The time that all processes and services share. It advances only when nothing can run. It is counted in whole microseconds: a
 * delay of any length takes some time, however small a fraction of a millisecond it is.
 */
export class SimulatedTime {
  readonly startedAtMs: number;
  #elapsedMicros = 0;
  #order = 0;
  /** A binary heap, the next timer first. */
  readonly #heap: Timer[] = [];

  /** `startedAtMs`: the time of day at the start, in milliseconds since the Unix epoch. */
  constructor(startedAtMs = Date.UTC(2026, 1, 3, 14, 30)) {
    this.startedAtMs = startedAtMs;
  }

  /** Milliseconds since the start of the run. */
  get elapsedMs(): number {
    return this.#elapsedMicros / microsPerMs;
  }

  schedule(delayMs: number, run: () => void): Timer {
    const dueMicros = this.#elapsedMicros + (delayMs > 0 ? Math.ceil(delayMs * microsPerMs) : 0);
    const timer = { dueMicros, order: (this.#order += 1), run, isCancelled: false };
    this.#push(timer);
    return timer;
  }

  /** When the next timer is due; infinite if there is none. */
  nextDueMs(): number {
    while (this.#heap[0]?.isCancelled === true) this.#pop();
    return (this.#heap[0]?.dueMicros ?? Number.POSITIVE_INFINITY) / microsPerMs;
  }

  /** Advances to `elapsedMs` and takes every timer that is due then. */
  advanceTo(elapsedMs: number): readonly Timer[] {
    const micros = Math.round(elapsedMs * microsPerMs);
    this.#elapsedMicros = Math.max(this.#elapsedMicros, micros);
    const due: Timer[] = [];
    while (this.nextDueMs() <= this.elapsedMs) {
      const timer = this.#pop();
      if (timer !== undefined) due.push(timer);
    }
    return due;
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let place = heap.push(timer) - 1;
    while (place > 0) {
      const parent = (place - 1) >>> 1;
      if (!isBefore(timer, heap[parent])) break;
      heap[place] = heap[parent] ?? timer;
      place = parent;
    }
    heap[place] = timer;
  }

  #pop(): Timer | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    this.#sink(last);
    return first;
  }

  #sink(timer: Timer): void {
    const heap = this.#heap;
    let place = 0;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, heap[child])) child += 1;
      const smaller = heap[child];
      if (smaller === undefined || isBefore(timer, smaller)) break;
      heap[place] = smaller;
      place = child;
    }
    heap[place] = timer;
  }
}

function isBefore(one: Timer, other: Timer | undefined): boolean {
  if (other === undefined) return true;
  if (one.dueMicros !== other.dueMicros) return one.dueMicros < other.dueMicros;
  return one.order < other.order;
}
