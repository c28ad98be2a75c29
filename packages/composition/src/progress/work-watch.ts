import { stillForMs, type WorkLife } from './judge-progress.js';

/** Names a piece of work: a role, and which of its parts. */
export interface WorkName {
  /** Such as `projections`. */
  readonly role: string;
  /** Such as the name of a projection. */
  readonly work: string;
}

/** Work that has not moved for too long. */
export interface StalledWork extends WorkName {
  /** The step that has not ended. */
  readonly at: string;
  readonly forMs: number;
}

export interface WorkOptions {
  /** Whether a step that ends says nothing of the others, which run beside it. Default false. */
  readonly hasIndependentSteps?: boolean;
}

interface Step {
  readonly name: string;
  readonly sinceMs: number;
}

type Told = (stall: StalledWork) => void;

/** What one piece of work reports of its steps. A step that ends, also by a failure, shows that the work moves. */
export class WorkWatch {
  readonly name: WorkName;
  readonly #hasIndependentSteps: boolean;
  readonly #nowMs: () => number;
  #steps = new Set<Step>();
  #movedAtMs: number;
  #stall: StalledWork | undefined;
  #stalls = 0;
  #waiting: Told[] = [];

  constructor(
    name: WorkName,
    nowMs: () => number,
    { hasIndependentSteps = false }: WorkOptions = {},
  ) {
    this.name = name;
    this.#hasIndependentSteps = hasIndependentSteps;
    this.#nowMs = nowMs;
    this.#movedAtMs = nowMs();
  }

  /** A step begins. Call what is returned when it ends. */
  begin(name: string): () => void {
    const steps = this.#steps;
    const step: Step = { name, sinceMs: this.#nowMs() };
    steps.add(step);
    return () => {
      // What is left of a run before the restart does not count.
      if (steps.delete(step) && steps === this.#steps) this.#movedAtMs = this.#nowMs();
    };
  }

  /** Work was completed for good, such as a page or a batch: an earlier stall is over. */
  finished(): void {
    this.#movedAtMs = this.#nowMs();
    this.#stall = undefined;
    this.#stalls = 0;
  }

  /** Forgets the steps under way: the work starts again, and what is left of the former run does not count. */
  restart(): void {
    this.#steps = new Set();
    this.#movedAtMs = this.#nowMs();
  }

  get life(): WorkLife {
    const sinceMs = this.#oldest?.sinceMs;
    return { sinceMs, movedAtMs: this.#hasIndependentSteps ? 0 : this.#movedAtMs };
  }

  /** How long work in hand has not moved, in milliseconds. */
  get stillForMs(): number {
    return stillForMs(this.life, this.#nowMs());
  }

  /** The last stall, until something is finished after it. */
  get stall(): StalledWork | undefined {
    return this.#stall;
  }

  /** How often the work has stalled since something was finished. */
  get stalls(): number {
    return this.#stalls;
  }

  /** Resolves at the next stall. */
  nextStall(): Promise<StalledWork> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** The work has not moved for too long. Returns the stall. */
  stalled(): StalledWork {
    const stall = { ...this.name, at: this.#place, forMs: Math.round(this.stillForMs) };
    this.#stall = stall;
    this.#stalls += 1;
    for (const tell of this.#waiting.splice(0)) tell(stall);
    return stall;
  }

  /** The step that began last, in the one that began first. */
  get #place(): string {
    const names = [...this.#steps].map((step) => step.name);
    const [first = '', last = first] = [names[0], names.at(-1)];
    return first === last || this.#hasIndependentSteps ? first : `${last} in ${first}`;
  }

  get #oldest(): Step | undefined {
    for (const step of this.#steps) return step;
    return undefined;
  }
}
