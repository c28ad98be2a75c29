import { tapeLength, type Decided, type Tape } from '../tape/tape.js';

interface Entry {
  readonly lane: string;
  readonly decided: Decided;
}

/** How a tape is shortened. */
export interface ShrinkOptions<Result extends { readonly tape: Tape }> {
  /** At most this many attempts. */
  readonly runs: number;
  readonly signal?: AbortSignal | undefined;
  /** Runs a tape; undefined if it does not fail in the same way. The result has the tape that the run has used. */
  readonly attempt: (tape: Tape) => Promise<Result | undefined>;
}

/**
 * Finds a shorter tape that fails in the same way: first without whole lanes, then without ever smaller blocks of decisions,
 * then with lower numbers. Undefined if no attempt has failed.
 */
export async function shrink<Result extends { readonly tape: Tape }>(
  tape: Tape,
  options: ShrinkOptions<Result>,
): Promise<Result | undefined> {
  const search = new Search(tape, options);
  await search.withoutLanes();
  await search.withoutBlocks();
  await search.withoutLanes();
  await search.lowered();
  return search.best;
}

class Search<Result extends { readonly tape: Tape }> {
  readonly #options: ShrinkOptions<Result>;
  #tape: Tape;
  #runsLeft: number;
  best: Result | undefined;

  constructor(tape: Tape, options: ShrinkOptions<Result>) {
    this.#tape = tape;
    this.#options = options;
    this.#runsLeft = options.runs;
  }

  async withoutLanes(): Promise<void> {
    for (const lane of Object.keys(this.#tape.lanes)) {
      await this.#try(entriesOf(this.#tape).filter((entry) => entry.lane !== lane));
    }
  }

  /** Blocks from the end first: what comes after the cause is most of a tape. */
  async withoutBlocks(): Promise<void> {
    let size = Math.ceil(entriesOf(this.#tape).length / 2);
    while (size >= 1 && this.#runsLeft > 0) {
      const isShorter = await this.#withoutBlocksOf(size);
      if (size === 1 && !isShorter) return;
      size = size === 1 ? 1 : Math.floor(size / 2);
    }
  }

  async lowered(): Promise<void> {
    const entries = entriesOf(this.#tape);
    for (const [index, { lane, decided }] of entries.entries()) {
      const [place, number] = decided;
      if (number <= 1) continue;
      const lower: Entry = { lane, decided: [place, Math.floor(number / 2)] };
      await this.#try(entriesOf(this.#tape).with(index, lower));
      if (entriesOf(this.#tape).length !== entries.length) return;
    }
  }

  async #withoutBlocksOf(size: number): Promise<boolean> {
    let isShorter = false;
    for (let end = entriesOf(this.#tape).length; end > 0; end -= size) {
      const entries = entriesOf(this.#tape);
      const from = Math.max(0, Math.min(end, entries.length) - size);
      const rest = [...entries.slice(0, from), ...entries.slice(Math.min(end, entries.length))];
      if (await this.#try(rest)) isShorter = true;
    }
    return isShorter;
  }

  /** The run may have used fewer decisions than it was given; those are kept. */
  async #try(entries: readonly Entry[]): Promise<boolean> {
    const { attempt, signal } = this.#options;
    if (this.#runsLeft <= 0 || signal?.aborted === true) return false;
    const candidate = tapeOf(this.#tape.seed, entries);
    this.#runsLeft -= 1;
    const result = await attempt(candidate);
    if (result === undefined || tapeLength(result.tape) > tapeLength(this.#tape)) return false;
    this.#tape = result.tape;
    this.best = result;
    return true;
  }
}

/** The decisions lane by lane: a block is of one lane, and of one time. */
function entriesOf({ lanes }: Tape): readonly Entry[] {
  return Object.entries(lanes).flatMap(([lane, all]) => all.map((decided) => ({ lane, decided })));
}

function tapeOf(seed: number, entries: readonly Entry[]): Tape {
  const lanes: Record<string, Decided[]> = {};
  for (const { lane, decided } of entries) (lanes[lane] ??= []).push(decided);
  return { seed, lanes };
}
