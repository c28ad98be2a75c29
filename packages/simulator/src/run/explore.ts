import type { Branch } from '../tape/exhaustive-source.js';
import type { Decided, Tape } from '../tape/tape.js';
import type { RunResult } from './run-result.js';

/** How far the strategy `exhaustive` looks. */
export interface ExplorationBounds {
  /** So many decisions of a run are taken in every way; the later ones are 0. Default: all. */
  readonly depth: number;
  /** Faults in one run; default 1. */
  readonly faults: number;
  /** How often in one run a step runs before one that could have run longer; default 2. */
  readonly switches: number;
  /** Runs; default 10,000. */
  readonly schedules: number;
}

/** What an exploration has covered. */
export interface Explored {
  /** Runs, no two of which took the same decisions. */
  readonly schedules: number;
  /** The first so many decisions were taken in every way, with the later ones 0. */
  readonly depth: number;
  readonly bounds: ExplorationBounds;
  /** Whether no run within the bounds is left: `depth` is then the number of decisions of the longest run, or its bound. */
  readonly isComplete: boolean;
}

/** How an exploration runs a tape. */
export interface ExploreOptions {
  readonly bounds: ExplorationBounds;
  readonly signal?: AbortSignal | undefined;
  readonly attempt: (
    tape: Tape,
  ) => Promise<{ readonly result: RunResult; readonly branches: readonly Branch[] }>;
}

/** A run whose later decisions were 0, and can be taken otherwise. */
interface Node {
  readonly lanes: Tape['lanes'];
  readonly spent: Spent;
  readonly branches: readonly Branch[];
}

/** What a run has used up of its bounds. */
type Spent = Pick<ExplorationBounds, 'faults' | 'switches'>;

/** Bounds with defaults. Throws RangeError if one is no whole number. */
export function boundsOf({
  depth = Number.POSITIVE_INFINITY,
  faults = 1,
  switches = 2,
  schedules = 10_000,
}: Partial<ExplorationBounds> = {}): ExplorationBounds {
  for (const [name, bound] of Object.entries({ depth, faults, switches, schedules })) {
    if (bound >= (name === 'schedules' ? 1 : 0) && bound === Math.floor(bound)) continue;
    throw new RangeError(`bounds.${name} is ${String(bound)}: expected a whole number`);
  }
  return { depth, faults, switches, schedules };
}

/**
 * Runs every tape within the bounds, none of them twice, until a run fails. Tapes come in the order of their last decision
 * that is not 0. When the bound of runs is reached, all tapes up to the depth that was reached have therefore been run.
 *
 * Bounding switches follows Emmi, Qadeer and Rakamarić, "Delay-Bounded Scheduling" (POPL 2011): most races need few of them,
 * and their number grows with a power of the depth, not exponentially. No two orders are taken for equal, so nothing is pruned.
 */
export function explore(
  seed: number,
  options: ExploreOptions,
): Promise<Explored & { readonly failed: RunResult | undefined }> {
  return new Exploration(seed, options).complete();
}

class Exploration {
  readonly #seed: number;
  readonly #options: ExploreOptions;
  #nodes: Node[] = [];
  #schedules = 0;
  #depth = 0;
  #failed: RunResult | undefined;

  constructor(seed: number, options: ExploreOptions) {
    this.#seed = seed;
    this.#options = options;
  }

  async complete() {
    const { bounds } = this.#options;
    let isComplete = await this.#run({}, { faults: 0, switches: 0 });
    while (isComplete && this.#nodes.length > 0 && this.#depth < bounds.depth) {
      isComplete = await this.#level();
      if (isComplete) this.#depth += 1;
      this.#nodes = this.#nodes.filter(({ branches }) => branches.length > this.#depth);
    }
    const [schedules, depth, failed] = [this.#schedules, this.#depth, this.#failed];
    return { schedules, depth, bounds, isComplete, failed };
  }

  /** Takes the decision at the present depth in every other way. Returns false if it was stopped. */
  async #level(): Promise<boolean> {
    for (const node of [...this.#nodes]) {
      const branch = node.branches[this.#depth];
      if (branch === undefined) continue;
      const spent = this.#spend(node.spent, branch);
      if (spent === undefined) continue;
      for (const other of branch.others) {
        if (!(await this.#run(withDecision(node.lanes, branch, other), spent))) return false;
      }
    }
    return true;
  }

  /** Undefined if the bounds do not allow another number. */
  #spend({ faults, switches }: Spent, { kind }: Branch): Spent | undefined {
    const { bounds } = this.#options;
    const spent = {
      faults: faults + (kind === 'fault' ? 1 : 0),
      switches: switches + (kind === 'order' ? 1 : 0),
    };
    return spent.faults > bounds.faults || spent.switches > bounds.switches ? undefined : spent;
  }

  /** Returns false if nothing more is to be run. */
  async #run(lanes: Tape['lanes'], spent: Spent): Promise<boolean> {
    const { bounds, signal, attempt } = this.#options;
    if (signal?.aborted === true || this.#schedules >= bounds.schedules) return false;
    this.#schedules += 1;
    const { result, branches } = await attempt({ seed: this.#seed, lanes });
    if (result.failure === undefined) this.#nodes.push({ lanes, spent, branches });
    else this.#failed = result;
    return result.failure === undefined;
  }
}

function withDecision(
  lanes: Tape['lanes'],
  { lane, index }: Branch,
  number: number,
): Tape['lanes'] {
  const decided: Decided = [index, number];
  return { ...lanes, [lane]: [...(lanes[lane] ?? []), decided] };
}
