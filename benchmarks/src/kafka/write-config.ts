import type { BenchmarkServices } from '../measure/service-settings.js';

/** The configuration of a way to write orders. */
export interface WriteConfig extends BenchmarkServices {
  /** An empty database of its own. */
  readonly database: string;
  /** How many orders are written in batches. */
  readonly messages: number;
}

/** The report of a way to write orders. */
export interface WriteTimes {
  /** Orders that are written in batches. */
  readonly messages: number;
  /** Until all of them are in the database. */
  readonly seconds: number;
  /** Until the last call of the writer has returned. */
  readonly acceptedSeconds: number;
  /** How long a call with a burst of orders takes, in milliseconds. */
  readonly burstP50Ms: number;
  readonly burstP99Ms: number;
}
