import type { EventStore } from '../ports/event-store.js';
import type { ReplayedLetter, ReplayRequest } from '../ports/replay.js';

/** A letter that could not be replayed. */
export type LetterFailure = Extract<ReplayedLetter, { readonly outcome: 'failed' }>;

export interface ReplayLettersOptions extends Omit<ReplayRequest, 'letter'> {
  /** Called after each step. Must not throw. */
  readonly onStep?: (letters: readonly ReplayedLetter[]) => void;
  /** Ends the replay between two steps. */
  readonly signal?: AbortSignal;
}

/** What became of a letter and of those behind it. */
export interface ReplaySummary {
  readonly appended: number;
  readonly duplicates: number;
  /** The letter at which the replay stopped; null if none failed. */
  readonly failed: LetterFailure | null;
  /** The letter that waits at the head of the key; null if none waits. */
  readonly next: string | null;
}

/**
 * Replays a letter, and step by step all that wait behind it, until none waits or one fails. A dry run ends after its first
 * step, because it changes nothing. Rejects as {@link EventStore.replay} does; what the steps before have recorded stays.
 */
export async function replayLetters(
  store: Pick<EventStore, 'replay'>,
  letter: string,
  { onStep, signal, ...request }: ReplayLettersOptions,
): Promise<ReplaySummary> {
  let summary: ReplaySummary = { appended: 0, duplicates: 0, failed: null, next: letter };
  while (summary.next !== null && signal?.aborted !== true) {
    const { letters, next } = await store.replay({ ...request, letter: summary.next });
    onStep?.(letters);
    const failed = letters.find((each) => each.outcome === 'failed') ?? null;
    summary = {
      appended: summary.appended + count(letters, 'appended'),
      duplicates: summary.duplicates + count(letters, 'duplicate'),
      failed,
      next,
    };
    if (failed !== null || request.dryRun === true) break;
  }
  return summary;
}

function count(letters: readonly ReplayedLetter[], outcome: ReplayedLetter['outcome']): number {
  return letters.filter((letter) => letter.outcome === outcome).length;
}
