import type { Cancel, Clock, Logger } from '@foldmart/core';
import { countedMs, isStalled } from './judge-progress.js';
import { WorkWatch, type StalledWork, type WorkName, type WorkOptions } from './work-watch.js';

export interface WatchdogOptions {
  /** How long work in hand may take without a step that ends, in milliseconds; 0 switches the watchdog off. */
  readonly limitMs: number;
  readonly clock: Pick<Clock, 'monotonic' | 'schedule'>;
  readonly logger: Logger;
  /** True while a service does not answer: work that waits for it is not stalled, and time does not count. */
  readonly isOutage: () => boolean;
}

/** A piece of work that is watched, as health checks and metrics show it. */
export interface WatchedWork extends WorkName {
  /** How long work in hand has not moved, in milliseconds; 0 if nothing is in hand. */
  readonly stillForMs: number;
  readonly isStalled: boolean;
}

const longestTickMs = 10_000;

/** Finds work of this process that does not move. It looks only while something is watched. */
export class Watchdog {
  readonly limitMs: number;
  readonly #options: WatchdogOptions;
  readonly #watches = new Set<WorkWatch>();
  #countedMs = 0;
  #lookedAtMs = 0;
  #cancel: Cancel | undefined;
  #isHopeless = false;

  constructor(options: WatchdogOptions) {
    this.#options = options;
    this.limitMs = options.limitMs;
  }

  get isOn(): boolean {
    return this.limitMs > 0;
  }

  /** How long there is between two looks. A stall is found within the limit and two of them. */
  get tickMs(): number {
    return Math.min(longestTickMs, Math.max(1, this.limitMs / 8));
  }

  /** Watches a piece of work until {@link close}. */
  open(name: WorkName, options?: WorkOptions): WorkWatch {
    if (this.isOn && this.#cancel === undefined) this.#start();
    const watch = new WorkWatch(name, () => this.#nowMs(), options);
    this.#watches.add(watch);
    return watch;
  }

  close(watch: WorkWatch): void {
    this.#watches.delete(watch);
    if (this.#watches.size > 0) return;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Everything that is watched. */
  works(): readonly WatchedWork[] {
    return [...this.#watches].map(({ name, stillForMs, stall }) => ({
      ...name,
      stillForMs,
      isStalled: stall !== undefined,
    }));
  }

  /** What has stalled, and has finished nothing since. */
  stalled(): readonly StalledWork[] {
    return [...this.#watches].flatMap(({ stall }) => stall ?? []);
  }

  /** True once work was given up: what it holds may never be given back. */
  get isHopeless(): boolean {
    return this.#isHopeless;
  }

  giveUp(): void {
    this.#isHopeless = true;
  }

  /** Also between two looks, so that a step is not taken for longer than it is. */
  #nowMs(): number {
    const passedMs = this.#options.clock.monotonic() - this.#lookedAtMs;
    return this.#countedMs + countedMs(passedMs, this.tickMs);
  }

  #start(): void {
    this.#lookedAtMs = this.#options.clock.monotonic();
    this.#schedule();
  }

  #schedule(): void {
    this.#cancel = this.#options.clock.schedule(this.tickMs, () => {
      this.#look();
      this.#schedule();
    });
  }

  #look(): void {
    const { clock, isOutage, logger } = this.#options;
    const nowMs = clock.monotonic();
    if (!isOutage()) this.#countedMs += countedMs(nowMs - this.#lookedAtMs, this.tickMs);
    this.#lookedAtMs = nowMs;
    for (const watch of this.#watches) {
      if (!isStalled(watch.life, this.#countedMs, this.limitMs)) continue;
      const stall = watch.stalled();
      watch.restart();
      logger.error('work does not move', { ...stall });
    }
  }
}
