import { lettersMatching } from '@foldmart/composition';
import {
  assertWaiting,
  waitsBehind,
  ValidationError,
  type DeadLetter,
  type DeadLetterFilter,
  type DeadLetterStore,
} from '@foldmart/core';
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
    const letters = await named(store, ids);
    return { count: letters.length, letters, byFilter: false };
  }
  const waiting: DeadLetterFilter = { ...filter, status: 'waiting' };
  const count = await store.count(waiting);
  return { count, letters: lettersMatching(store, waiting), byFilter: true };
}

/**
 * Refuses letters that wait behind one that is not chosen.
 *
 * @throws ValidationError, which names the letter to replay first.
 */
export async function assertHeadsChosen(
  store: Pick<DeadLetterStore, 'heldKeys'>,
  letters: readonly DeadLetter[],
): Promise<void> {
  const chosen = new Set(letters.map(({ id }) => id));
  const heads = new Map((await store.heldKeys()).map((held) => [nameOf(held), held.head]));
  for (const letter of letters) {
    const head = heads.get(nameOf(letter.source));
    if (head === undefined || chosen.has(head) || !waitsBehind(letter, { id: head })) continue;
    throw new ValidationError(
      `Dead letter ${letter.id} waits behind ${head}, an earlier message of its key. ` +
        `Replay or discard ${head} first, and ${letter.id} follows; or choose the whole key with --key.`,
    );
  }
}

async function named(
  store: Pick<DeadLetterStore, 'find'>,
  ids: readonly string[],
): Promise<readonly DeadLetter[]> {
  const letters: DeadLetter[] = [];
  for (const id of new Set(ids)) letters.push(assertWaiting(await store.find(id), id));
  return letters.sort((one, other) => Number(one.id) - Number(other.id));
}

function nameOf({
  group,
  topic,
  key,
}: Pick<DeadLetter['source'], 'group' | 'topic' | 'key'>): string {
  return JSON.stringify([group, topic, key?.join()]);
}
