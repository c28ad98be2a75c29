import type { Database, DeadLetterReason, LogPosition } from '@foldmart/core';
import { surveyStalled, type StalledFollower } from '../operations/survey-stalled.js';
import type { Runtime } from '../runtime/runtime.js';
import { BacklogReader, type ProjectionBacklog } from './backlog-reader.js';

/** What the database tells. */
export interface StoreFigures {
  /** Events a second over the window; null before there are two readings. */
  readonly appendedPerSecond: number | null;
  /** Those that wait, by reason. */
  readonly deadLetters: Readonly<Partial<Record<DeadLetterReason, number>>>;
  /** Asynchronous projections, with the events that each has still to read. */
  readonly projections: readonly ProjectionBacklog[];
  /** Projections and subscriptions whose process runs and does not move them. */
  readonly stalled: readonly StalledFollower[];
}

interface Mark {
  readonly atMs: number;
  readonly end: LogPosition;
}

const windowMs = 15_000;

/** Reads the database again and again. Counts only what is new: the log can be long. */
export class StoreReader {
  readonly #runtime: Runtime;
  readonly #backlog: BacklogReader;
  #marks: readonly Mark[] = [];

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.#backlog = new BacklogReader(runtime);
  }

  async read(): Promise<StoreFigures> {
    const database = await this.#runtime.inspect();
    const [appendedPerSecond, deadLetters, projections, stalled] = await Promise.all([
      this.#pace(database),
      database.deadLetters.countByReason({ status: 'waiting' }),
      this.#backlog.read(),
      surveyStalled(this.#runtime),
    ]);
    return { appendedPerSecond, deadLetters, projections, stalled };
  }

  async #pace({ events }: Database): Promise<number | null> {
    const atMs = this.#runtime.clock.monotonic();
    const [first] = this.#marks;
    const appended = first === undefined ? 0 : await events.count(first.end);
    const { next: end } = await events.readEnd(0);
    const kept = this.#marks.filter((mark) => atMs - mark.atMs <= windowMs);
    this.#marks = [...kept, { atMs, end }];
    if (first === undefined) return null;
    return Math.round((appended / (atMs - first.atMs)) * 10_000) / 10;
  }
}
