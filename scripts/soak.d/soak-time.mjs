import { setTimeout as sleep } from 'node:timers/promises';

/** The time of a soak, over all its sessions. It passes while orders arrive. */
export class SoakTime {
  #state;
  #ending;
  #elapsedBefore;
  /** @type {number | undefined} */
  #begunMs;

  /**
   * @param {import('./state.mjs').SoakState} state
   * @param {AbortSignal} ending
   */
  constructor(state, ending) {
    this.#state = state;
    this.#ending = ending;
    this.#elapsedBefore = state.elapsedMs;
  }

  /** Orders arrive. */
  begin() {
    this.#begunMs = Date.now();
  }

  /** When it began to pass in this session; undefined before that. */
  get begunMs() {
    return this.#begunMs;
  }

  get elapsedMs() {
    return this.#elapsedBefore + (this.#begunMs === undefined ? 0 : Date.now() - this.#begunMs);
  }

  /** Whether to begin nothing more. */
  get isOver() {
    const { minutes, events, acknowledged } = this.#state;
    return (
      this.#ending.aborted ||
      (minutes !== null && this.elapsedMs >= minutes * 60_000) ||
      (events !== null && acknowledged >= events)
    );
  }

  /** Waits, unless it is over before. @param {number} elapsedMs */
  async until(elapsedMs) {
    while (this.elapsedMs < elapsedMs && !this.isOver) await sleep(250);
  }
}
