import type { OutputFormat } from './output.js';

/** The options that every command accepts. */
export interface GlobalOptions {
  readonly output: OutputFormat;
  readonly app?: string;
  readonly queue?: string;
  readonly cache?: string;
  readonly db?: string;
  readonly set: readonly string[];
  readonly settingsFile?: string;
}
