import type { Runtime } from '@foldmart/composition';
import type { LiveStream } from '../live/live-stream.js';
import type { ActionView } from '../views/actions-view.js';

const most = 200;

/** Records each change that was asked for on the page: in the log, and for the page itself. */
export class ActionLog {
  readonly #runtime: Pick<Runtime, 'clock' | 'logger'>;
  readonly #stream: LiveStream;
  #actions: readonly ActionView[] = [];

  constructor(runtime: Pick<Runtime, 'clock' | 'logger'>, stream: LiveStream) {
    this.#runtime = runtime;
    this.#stream = stream;
  }

  /** The last actions, newest first. */
  get recent(): readonly ActionView[] {
    return this.#actions;
  }

  record(action: Omit<ActionView, 'at'>): void {
    const { clock, logger } = this.#runtime;
    const recorded = { at: new Date(clock.now()).toISOString(), ...action };
    this.#actions = [recorded, ...this.#actions].slice(0, most);
    this.#stream.publish('action', recorded);
    logger.warn('a change was made on the page', { ...action });
  }
}
