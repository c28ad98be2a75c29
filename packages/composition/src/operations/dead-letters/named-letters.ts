import {
  assertWaiting,
  ValidationError,
  waitsBehind,
  type DeadLetter,
  type DeadLetterStore,
} from '@foldmart/core';

/**
 * The letters with these ids, in ascending order.
 *
 * @throws NotFoundError or ValidationError if one does not exist or does not wait.
 */
export async function waitingLetters(
  store: Pick<DeadLetterStore, 'find'>,
  ids: readonly string[],
): Promise<readonly DeadLetter[]> {
  const letters: DeadLetter[] = [];
  for (const id of new Set(ids)) letters.push(assertWaiting(await store.find(id), id));
  return letters.sort((one, other) => Number(one.id) - Number(other.id));
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
        `Replay or discard ${head} first, and ${letter.id} follows; or choose the whole key.`,
    );
  }
}

function nameOf({
  group,
  topic,
  key,
}: Pick<DeadLetter['source'], 'group' | 'topic' | 'key'>): string {
  return JSON.stringify([group, topic, key?.join()]);
}
