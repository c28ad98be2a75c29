import { NotFoundError, ValidationError } from '../errors/index.js';
import type { DeadLetter, DeadLetterReason } from './dead-letter.js';

type Placed = Pick<DeadLetter, 'id' | 'reason'>;

/** Whether a letter waits behind the head of its key. A conflict does not: the log has an event in its place. */
export function waitsBehind({ id, reason }: Placed, head: Pick<DeadLetter, 'id'>): boolean {
  return BigInt(id) > BigInt(head.id) && reason !== ('conflict' satisfies DeadLetterReason);
}

/**
 * The letter, if it waits.
 *
 * @throws NotFoundError if there is none, and ValidationError if it was replayed or discarded.
 */
export function assertWaiting(letter: DeadLetter | undefined, id: string): DeadLetter {
  if (letter === undefined) throw new NotFoundError(`Dead letter ${id}`);
  const { status, settled } = letter;
  if (status === 'waiting') return letter;
  const by = settled === null ? '' : ` by ${settled.by} at ${settled.at}`;
  throw new ValidationError(`Dead letter ${id} was ${status} already${by}.`);
}

/**
 * The letter, if it can be replayed now.
 *
 * @throws as {@link assertWaiting}, and ValidationError if an earlier letter holds its key.
 */
export function assertReplayable(
  letter: DeadLetter | undefined,
  id: string,
  head: Pick<DeadLetter, 'id'> | undefined,
): DeadLetter {
  const waiting = assertWaiting(letter, id);
  if (head === undefined || !waitsBehind(waiting, head)) return waiting;
  throw new ValidationError(
    `Dead letter ${id} waits behind ${head.id}, an earlier message of its key: replay or discard ${head.id} first, and it follows.`,
  );
}
