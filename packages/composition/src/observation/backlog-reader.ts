import type { LogPosition } from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';
import { SeldomReading } from '../telemetry/index.js';

/** An asynchronous projection, with the events that it has still to read. */
export interface ProjectionBacklog {
  readonly name: string;
  readonly behind: number;
}

/** Counts what projections have still to read, again and again. A count takes long if a projection is far behind. */
export class BacklogReader {
  readonly #runtime: Runtime;
  readonly #backlogs: SeldomReading<Runtime, readonly ProjectionBacklog[]>;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.#backlogs = new SeldomReading(runtime.clock, countBacklogs);
  }

  /** Rejects if the last count has failed. */
  read(): Promise<readonly ProjectionBacklog[]> {
    return this.#backlogs.of(this.#runtime);
  }
}

async function countBacklogs(runtime: Runtime): Promise<readonly ProjectionBacklog[]> {
  const { events, projections } = await runtime.inspect();
  const states = await projections.states();
  const own = runtime.projections.filter(({ mode }) => mode === 'async');
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
