import type { ContenderConfig, Outcome, Round } from './row.js';

/** What the process of a contender is asked to do. `key` tells several contenders in one process apart. */
export type ContenderRequest = { readonly id: number; readonly key: string } & (
  | {
      readonly action: 'open';
      readonly row: string;
      readonly contender: string;
      readonly config: ContenderConfig;
    }
  | { readonly action: 'prepare' | 'run' | 'after'; readonly round: Round }
  | { readonly action: 'close' }
);

/** The answer. */
export type ContenderAnswer = { readonly id: number } & (
  { readonly result: RoundReport | null } | { readonly error: string }
);

/** What the process of a contender measured in one round. */
export interface RoundReport {
  readonly outcome: Outcome;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMemoryBytes: number;
}
