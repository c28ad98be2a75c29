import { lettersMatching, waitingLetters } from '@foldmart/composition';
import type { DeadLetter, DeadLetterFilter, DeadLetterStore } from '@foldmart/core';
import { UsageError } from '../usage-error.js';
import { filterOf, type FilterOptions } from './letter-filter.js';

export interface ChoiceOptions extends FilterOptions {
  readonly all?: boolean;
}

/** Letters that a command is to change. */
export interface ChosenLetters {
  /** How many; those that wait behind them are not counted. */
  readonly count: number;
  readonly letters: AsyncIterable<DeadLetter> | Iterable<DeadLetter>;
  /** Whether they were chosen by a filter, so that the operator should see their number first. */
  readonly byFilter: boolean;
}

/**
 * The letters that are named, or those that wait and match the filter.
 *
 * @throws UsageError if nothing is chosen, or both ways are used.
 * @throws NotFoundError or ValidationError if a named letter does not exist or does not wait.
 */
export async function chosenLetters(
  store: DeadLetterStore,
  command: string,
  ids: readonly string[],
  options: ChoiceOptions,
): Promise<ChosenLetters> {
  const filter = filterOf(options);
  const filters = Object.keys(filter).length > 0;
  if ([ids.length > 0, filters, options.all === true].filter(Boolean).length !== 1) {
    throw new UsageError(
      `foldmart dead-letters ${command}: write ids, or a filter (--group, --topic, --reason, --key), or --all`,
    );
  }
  if (ids.length > 0) {
    const letters = await waitingLetters(store, ids);
    return { count: letters.length, letters, byFilter: false };
  }
  const waiting: DeadLetterFilter = { ...filter, status: 'waiting' };
  const count = await store.count(waiting);
  return { count, letters: lettersMatching(store, waiting), byFilter: true };
}
