import type { BenchmarkServices } from '../measure/service-settings.js';

/** The configuration of a measured consumer. */
export interface ContenderConfig extends BenchmarkServices {
  /** An empty database of its own. */
  readonly database: string;
  readonly group: string;
  /** How many messages to persist. */
  readonly messages: number;
}
