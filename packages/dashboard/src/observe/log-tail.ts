import type { Runtime } from '@foldmart/composition';
import { compareLogPositions, type LogPosition, type StoredEvent } from '@foldmart/core';

const mostAtOnce = 200;

/** Reads the newest events again and again. If more than 200 are new, it sees the last 200 of them. */
export class LogTail {
  readonly #runtime: Runtime;
  #seen: LogPosition | undefined;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** What was recorded since the last call, oldest first; at first, the newest events. */
  async read(): Promise<readonly StoredEvent[]> {
    const { events } = await this.#runtime.inspect();
    const { events: newest, next } = await events.readEnd(mostAtOnce);
    const seen = this.#seen;
    this.#seen = next;
    if (seen === undefined) return newest;
    return newest.filter(({ position }) => compareLogPositions(position, seen) > 0);
  }
}
