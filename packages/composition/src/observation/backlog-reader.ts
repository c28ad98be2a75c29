import type { LogPosition } from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';

/** An asynchronous projection, with the events that it has still to read. */
export interface ProjectionBacklog {
  readonly name: string;
  readonly behind: number;
}

/** A count that takes longer is not waited for. */
const quickMs = 100;
/** Counting takes a tenth of the time at most. */
const restFactor = 9;

/**
 * Counts what projections have still to read, again and again. A count takes long if a projection is far behind: then it
 * continues in the background, its last result stays, and a pause follows, so that looking does not load the database.
 */
export class BacklogReader {
  readonly #runtime: Runtime;
  #known: readonly ProjectionBacklog[] | undefined;
  #counting: Promise<void> | undefined;
  #tookMs = 0;
  #endedAt = Number.NEGATIVE_INFINITY;
  #failure: { readonly error: unknown } | undefined;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** Rejects if the last count has failed. */
  async read(): Promise<readonly ProjectionBacklog[]> {
    const isDue =
      this.#tookMs <= quickMs ||
      this.#runtime.clock.monotonic() - this.#endedAt >= restFactor * this.#tookMs;
    if (isDue) this.#counting ??= this.#count();
    if (this.#known === undefined || this.#tookMs <= quickMs) await this.#counting;
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure.error;
    return this.#known ?? [];
  }

  /** Never rejects. */
  async #count(): Promise<void> {
    const { clock } = this.#runtime;
    const startedAt = clock.monotonic();
    try {
      this.#known = await this.#countOnce();
    } catch (error) {
      this.#failure = { error };
    }
    this.#endedAt = clock.monotonic();
    this.#tookMs = this.#failure === undefined ? this.#endedAt - startedAt : 0;
    this.#counting = undefined;
  }

  async #countOnce(): Promise<readonly ProjectionBacklog[]> {
    const { events, projections } = await this.#runtime.inspect();
    const states = await projections.states();
    const own = this.#runtime.projections.filter(({ mode }) => mode === 'async');
    // Projections often stand at the same position, and a count from there reads the log.
    const counts = new Map<LogPosition | undefined, Promise<number>>();
    const countFrom = (position: LogPosition | undefined): Promise<number> => {
      const count = counts.get(position) ?? events.count(position);
      counts.set(position, count);
      return count;
    };
    return Promise.all(
      own.map(async ({ name }) => {
        const position = states.find((state) => state.name === name)?.position;
        return { name, behind: await countFrom(position) };
      }),
    );
  }
}
