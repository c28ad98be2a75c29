import { surveyStalled, type StalledFollower } from '@foldmart/composition';
import type { Database, DeadLetterReason, LogPosition } from '@foldmart/core';
import type { CommandContext } from '../command-context.js';

/** What the database tells. */
export interface StoreFigures {
  /** Events a second over the window; null before there are two readings. */
  readonly appendedPerSecond: number | null;
  readonly deadLetters: Readonly<Partial<Record<DeadLetterReason, number>>>;
  /** Asynchronous projections, with the events that each has still to read. */
  readonly projections: readonly { readonly name: string; readonly behind: number }[];
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
  readonly #context: CommandContext;
  #marks: readonly Mark[] = [];

  constructor(context: CommandContext) {
    this.#context = context;
  }

  async read(): Promise<StoreFigures> {
    const database = await this.#context.system.inspect();
    const [appendedPerSecond, deadLetters, projections, stalled] = await Promise.all([
      this.#pace(database),
      database.deadLetters.countByReason(),
      this.#behind(database),
      surveyStalled(this.#context.system),
    ]);
    return { appendedPerSecond, deadLetters, projections, stalled };
  }

  async #pace({ events }: Database): Promise<number | null> {
    const atMs = this.#context.system.clock.monotonic();
    const [first] = this.#marks;
    const appended = first === undefined ? 0 : await events.count(first.end);
    const { next: end } = await events.readEnd(0);
    const kept = this.#marks.filter((mark) => atMs - mark.atMs <= windowMs);
    this.#marks = [...kept, { atMs, end }];
    if (first === undefined) return null;
    return Math.round((appended / (atMs - first.atMs)) * 10_000) / 10;
  }

  async #behind({ events, projections }: Database): Promise<StoreFigures['projections']> {
    const states = await projections.states();
    const own = this.#context.system.projections.filter(({ mode }) => mode === 'async');
    return Promise.all(
      own.map(async ({ name }) => {
        const position = states.find((state) => state.name === name)?.position;
        return { name, behind: await events.count(position) };
      }),
    );
  }
}
