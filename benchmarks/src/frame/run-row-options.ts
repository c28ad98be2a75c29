import type { BenchmarkServices } from '../measure/service-settings.js';
import type { ReadServerCpu } from './server-cpu.js';
import type { SharedHosts } from './shared-hosts.js';

/** How a row runs. */
export interface RunRowOptions {
  readonly services: BenchmarkServices;
  readonly size: number;
  readonly rounds: number;
  readonly readServerCpu: ReadServerCpu;
  readonly tell: (line: string) => void;
  /** Processes for all contenders of all rows, instead of one for each; then nothing is measured. */
  readonly hosts?: SharedHosts;
}
