import {
  isPortError,
  isRetryableError,
  retryDelayMs,
  type Clock,
  type Random,
  type RetryPolicy,
} from '@foldmart/core';
import type { StreamPosition } from './stream-position.js';

export interface CommitPipelineOptions {
  readonly commit: (position: StreamPosition) => Promise<void>;
  readonly retry: RetryPolicy;
  readonly clock: Clock;
  readonly random: Random;
  readonly committed: (position: StreamPosition) => void;
  /** The lease is lost, or no retry can help. Nothing more is committed. */
  readonly failed: (error: unknown) => void;
}

/**
 * Commits the positions of one partition, one at a time, while the next batch is handled. Of the waiting ones the
 * latest wins.
 */
export class CommitPipeline {
  readonly #options: CommitPipelineOptions;
  readonly #stop = new AbortController();
  #pending: StreamPosition | undefined;
  #running: Promise<void> | undefined;

  constructor(options: CommitPipelineOptions) {
    this.#options = options;
  }

  /** Resolves at once if no commit is in flight, else when that one is done. Handling is at most one batch ahead. */
  async submit(position: StreamPosition): Promise<void> {
    this.#pending = position;
    await this.#running;
    if (this.#next()) this.#running ??= this.#run();
  }

  /** Resolves when no commit is pending. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  /** Commits nothing more. */
  stop(): void {
    this.#stop.abort();
  }

  #next(): StreamPosition | undefined {
    return this.#stop.signal.aborted ? undefined : this.#pending;
  }

  async #run(): Promise<void> {
    let failures = 0;
    for (let position = this.#next(); position; position = this.#next()) {
      try {
        await this.#options.commit(position);
        failures = 0;
        if (this.#pending === position) this.#pending = undefined;
        this.#options.committed(position);
      } catch (error) {
        failures += 1;
        await this.#afterFailure(error, failures);
      }
    }
    this.#running = undefined;
  }

  async #afterFailure(error: unknown, failures: number): Promise<void> {
    const { retry, random, clock, failed } = this.#options;
    if (isRetryableError(error)) {
      await clock.sleep(retryDelayMs(retry, failures, random), this.#stop.signal);
      return;
    }
    this.stop();
    failed(error);
  }
}

/** Whether a commit was rejected because another member holds the lease. */
export function isFenced(error: unknown): boolean {
  return isPortError(error) && error.code === 'fenced';
}
