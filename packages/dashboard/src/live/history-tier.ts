import type { HistoryView } from '../views/overview-view.js';

/** A value of each series that is known. */
export type SeriesPoint = Readonly<Record<string, number | null>>;

export interface TierSize {
  readonly stepMs: number;
  readonly steps: number;
}

interface Step {
  readonly atMs: number;
  readonly point: SeriesPoint;
}

/** The newest steps of one length. A step is the mean of what was added during it. */
export class HistoryTier {
  readonly #size: TierSize;
  readonly #steps: Step[] = [];
  #current: { readonly nth: number; readonly means: Map<string, Mean> } | undefined;

  constructor(size: TierSize) {
    this.#size = size;
  }

  /** How far back it reaches when it is full. */
  get spanMs(): number {
    return this.#size.stepMs * this.#size.steps;
  }

  add(atMs: number, point: SeriesPoint): void {
    const nth = Math.floor(atMs / this.#size.stepMs);
    if (this.#current !== undefined && this.#current.nth !== nth) this.#finish(this.#current);
    if (this.#current?.nth !== nth) this.#current = { nth, means: new Map() };
    for (const [name, value] of Object.entries(point)) {
      if (value === null) continue;
      const mean = this.#current.means.get(name) ?? new Mean();
      mean.add(value);
      this.#current.means.set(name, mean);
    }
  }

  /** The steps from a time on, the unfinished one included. */
  read(fromMs: number): HistoryView {
    const current = this.#current === undefined ? [] : [stepOf(this.#current, this.#size)];
    const steps = [...this.#steps, ...current].filter(({ atMs }) => atMs >= fromMs);
    const names = new Set(steps.flatMap(({ point }) => Object.keys(point)));
    return {
      stepMs: this.#size.stepMs,
      times: steps.map(({ atMs }) => atMs),
      series: Object.fromEntries(
        [...names].map((name) => [name, steps.map(({ point }) => point[name] ?? null)]),
      ),
    };
  }

  #finish(current: { readonly nth: number; readonly means: ReadonlyMap<string, Mean> }): void {
    this.#steps.push(stepOf(current, this.#size));
    if (this.#steps.length > this.#size.steps) this.#steps.shift();
  }
}

class Mean {
  #sum = 0;
  #count = 0;

  add(value: number): void {
    this.#sum += value;
    this.#count += 1;
  }

  get value(): number {
    return Math.round((this.#sum / this.#count) * 100) / 100;
  }
}

function stepOf(
  { nth, means }: { readonly nth: number; readonly means: ReadonlyMap<string, Mean> },
  { stepMs }: TierSize,
): Step {
  const point = Object.fromEntries([...means].map(([name, mean]) => [name, mean.value]));
  return { atMs: nth * stepMs, point };
}
