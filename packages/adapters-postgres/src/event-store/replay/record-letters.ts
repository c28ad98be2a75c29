import { bisect, type DeadLetter, type ReplayedLetter, type ReplayRequest } from '@foldmart/core';
import type { Session } from '../../connection/session.js';
import { recordRound } from '../ingest/ingest-round.js';
import { planRounds, type EncodedItem, type Outcomes } from '../ingest/ingest-rounds.js';
import { isFaultOfEvent } from '../inline-failures.js';
import type { LogContext } from '../log-writer.js';
import { encodeEvent } from '../representable.js';

type Failed = Extract<ReplayedLetter, { readonly outcome: 'failed' }>;
type LetterItem = EncodedItem & { readonly id: string };

/** Records letters in order, up to the first that fails. */
export async function recordLetters(
  session: Session,
  context: LogContext,
  letters: readonly DeadLetter[],
  read: ReplayRequest['read'],
): Promise<readonly ReplayedLetter[]> {
  const { items, failed } = readUntilFailure(letters, read);
  const replayed: ReplayedLetter[] = [];
  const take = (some: readonly LetterItem[]): Promise<Outcomes> => attempt(session, context, some);
  for await (const part of bisect(items, take, isFaultOfLetter)) {
    if (part.kind === 'failed') return [...replayed, failureOf(part.item, part.error)];
    for (const { id, index } of part.items) {
      const isNew = part.result.get(index) === 'appended';
      replayed.push({ id, outcome: isNew ? 'appended' : 'duplicate' });
    }
  }
  return failed === undefined ? replayed : [...replayed, failed];
}

function readUntilFailure(
  letters: readonly DeadLetter[],
  read: ReplayRequest['read'],
): { readonly items: readonly LetterItem[]; readonly failed?: Failed } {
  const items: LetterItem[] = [];
  for (const [index, letter] of letters.entries()) {
    const { id } = letter;
    const found = read(letter);
    if (!found.ok) {
      const { reason, detail } = found;
      return { items, failed: { id, outcome: 'failed', reason, detail } };
    }
    const { streamId, startsStream, event } = found.item;
    const encoded = encodeEvent(streamId, event);
    if (!encoded.ok) {
      return { items, failed: { id, outcome: 'failed', reason: 'refused', detail: encoded.why } };
    }
    items.push({ id, index, streamId, startsStream, event, json: encoded.json });
  }
  return { items };
}

/** Another event is in the place of one. */
class ConflictError extends Error {
  override readonly name = 'ConflictError';
}

function isFaultOfLetter(error: unknown): boolean {
  return error instanceof ConflictError || isFaultOfEvent(error);
}

function failureOf({ id }: LetterItem, error: unknown): Failed {
  const detail = error instanceof Error ? error.message : String(error);
  const reason = error instanceof ConflictError ? 'conflict' : 'refused';
  return { id, outcome: 'failed', reason, detail };
}

/** Records items within a savepoint. Rejects and records none of them if one is a conflict, or the server rejects it. */
async function attempt(
  session: Session,
  context: LogContext,
  items: readonly LetterItem[],
): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  await session.run({ text: 'SAVEPOINT letters' });
  try {
    for (const round of planRounds(items)) await recordRound(session, context, round, outcomes);
    if (items.some(({ index }) => outcomes.get(index) === 'conflict')) {
      throw new ConflictError('another event is there; it was kept');
    }
  } catch (error) {
    if (isFaultOfLetter(error)) await session.run({ text: 'ROLLBACK TO SAVEPOINT letters' });
    throw error;
  }
  await session.run({ text: 'RELEASE SAVEPOINT letters' });
  return outcomes;
}
