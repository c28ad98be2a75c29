import { rebuild, type Runtime } from '@foldmart/composition';
import { ProblemError } from '@foldmart/http/server';
import type { LiveStream } from '../live/live-stream.js';
import type { RebuildView } from '../views/model-view.js';
import type { ActionLog } from './action-log.js';

const reportEveryMs = 200;

/** Rebuilds projections in the background, one request at a time, and tells all pages how far it is. */
export class Rebuilds {
  readonly #runtime: Runtime;
  readonly #stream: LiveStream;
  readonly #actions: ActionLog;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    runtime: Runtime,
    parts: { readonly stream: LiveStream; readonly actions: ActionLog },
  ) {
    this.#runtime = runtime;
    this.#stream = parts.stream;
    this.#actions = parts.actions;
  }

  /** @throws ProblemError if a rebuild is under way. */
  start(projection: string, by: string): void {
    if (this.#running !== undefined) {
      throw new ProblemError('too-many-requests', 'A rebuild is under way; wait for its end.');
    }
    this.#running = this.#run(projection, by).finally(() => (this.#running = undefined));
  }

  /** Interrupts the rebuild; the next one resumes it. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(projection: string, by: string): Promise<void> {
    const action = { by, action: `rebuild ${projection}` };
    let last: RebuildView = { id: projection, events: 0, total: 0, state: 'running' };
    let reportedAt = Number.NEGATIVE_INFINITY;
    this.#actions.record({ ...action, outcome: 'started', detail: '' });
    try {
      const outcomes = await rebuild(this.#runtime, {
        which: [projection],
        signal: this.#stopping.signal,
        onProgress: ({ id, events, total }) => {
          last = { id, events, total, state: 'running' };
          if (this.#runtime.clock.monotonic() - reportedAt < reportEveryMs) return;
          reportedAt = this.#runtime.clock.monotonic();
          this.#stream.publish('rebuild', last);
        },
      });
      const detail = outcomes
        .map(
          ({ id, events, ms }) => `${id}: ${String(events)} events in ${String(Math.round(ms))} ms`,
        )
        .join('; ');
      this.#actions.record({ ...action, outcome: 'done', detail });
      this.#stream.publish('rebuild', { ...last, state: 'done' });
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.#actions.record({ ...action, outcome: 'failed', detail });
      this.#stream.publish('rebuild', { ...last, state: 'failed' });
    }
  }
}
