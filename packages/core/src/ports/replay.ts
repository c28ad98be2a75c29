import type { DeadLetter, DeadLetterReason } from '../messaging/dead-letter.js';
import type { IngestItem } from './ingest.js';

/** A letter as an event, or the reason why it is none. */
export type ReadLetter =
  | { readonly ok: true; readonly item: IngestItem }
  | { readonly ok: false; readonly reason: DeadLetterReason; readonly detail: string };

/** One step of a replay. */
export interface ReplayRequest {
  /** The letter to begin with. */
  readonly letter: string;
  /** Who replays it. */
  readonly by: string;
  /** Reads a letter as its consumer does, with its edits. Pure. */
  readonly read: (letter: DeadLetter) => ReadLetter;
  /** Letters of one transaction at most; default 500. */
  readonly limit?: number;
  /** Does everything, the inline projections too, and rolls back. */
  readonly dryRun?: boolean;
}

/** What became of a letter: in the log now, there before, or still parked. */
export type ReplayedLetter =
  | { readonly id: string; readonly outcome: 'appended' | 'duplicate' }
  | {
      readonly id: string;
      readonly outcome: 'failed';
      readonly reason: DeadLetterReason;
      readonly detail: string;
    };

/** The letters of a step in their order; only the last one can have failed. */
export interface ReplayReport {
  readonly letters: readonly ReplayedLetter[];
  /** The letter that waits at the head of the key now; null if none waits. */
  readonly next: string | null;
}
