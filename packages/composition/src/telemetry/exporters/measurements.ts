import type { Clock } from '@foldmart/core';

/** Prometheus waits 10 s for an answer by default. */
const timeoutMs = 3_000;

interface Measurement {
  readonly name: string;
  readonly measure: () => Promise<void>;
  isRunning: boolean;
}

/** What is measured when metrics are read. Readers at the same time share one run. */
export class Measurements {
  readonly #clock: Clock;
  readonly #onFailure: (name: string) => void;
  readonly #all = new Set<Measurement>();
  #running: Promise<void> | undefined;

  constructor(clock: Clock, onFailure: (name: string) => void) {
    this.#clock = clock;
    this.#onFailure = onFailure;
  }

  /** Returns a function that removes it. */
  add(name: string, measure: () => Promise<void>): () => void {
    const measurement: Measurement = { name, measure, isRunning: false };
    this.#all.add(measurement);
    return () => void this.#all.delete(measurement);
  }

  /** Resolves when each has succeeded, failed or taken too long. */
  run(): Promise<void> {
    this.#running ??= this.#runAll().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #runAll(): Promise<void> {
    await Promise.all(
      [...this.#all].map(async (measurement) => {
        if (!(await this.#succeeds(measurement))) this.#onFailure(measurement.name);
      }),
    );
  }

  /** One that still runs for an earlier reader is not started a second time. */
  #succeeds(measurement: Measurement): Promise<boolean> {
    if (measurement.isRunning) return Promise.resolve(false);
    measurement.isRunning = true;
    return new Promise((resolve) => {
      const cancel = this.#clock.schedule(timeoutMs, () => resolve(false));
      const settle = (isDone: boolean) => (): void => {
        measurement.isRunning = false;
        cancel();
        resolve(isDone);
      };
      measurement.measure().then(settle(true), settle(false));
    });
  }
}
