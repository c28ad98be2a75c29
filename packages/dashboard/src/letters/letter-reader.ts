import { inspectLetter, isRecordedBy, textOrHex, type Runtime } from '@foldmart/composition';
import type { DeadLetter, DeadLetterQuery, DeadLetterStore, HeldKey } from '@foldmart/core';
import { contentsView } from '../shown/contents-view.js';
import type {
  LetterListView,
  LetterSummaryView,
  LetterView,
  LineView,
} from '../views/letter-view.js';

/** A page of letters, and how many there are. */
export async function listLetters(
  runtime: Runtime,
  { limit = 50, after, ...filter }: DeadLetterQuery,
): Promise<LetterListView> {
  const { deadLetters } = await runtime.inspect();
  const query = { ...filter, limit: limit + 1, ...(after === undefined ? {} : { after }) };
  const [letters, total, waiting] = await Promise.all([
    deadLetters.list(query),
    deadLetters.count(filter),
    deadLetters.countByReason({ status: 'waiting' }),
  ]);
  const page = letters.slice(0, limit).map(letterSummary);
  const next = letters.length > limit ? (page.at(-1)?.id ?? null) : null;
  return { letters: page, total, next, waiting };
}

/** One letter. Rejects with NotFoundError if there is none. */
export async function readLetterView(runtime: Runtime, id: string): Promise<LetterView> {
  const database = await runtime.inspect();
  const { letter, reading, history, held } = await inspectLetter(runtime, database, id);
  const { source, edited, settled, attempts, eventId } = letter;
  const { timestampMs } = source;
  return {
    ...letterSummary(letter),
    attempts,
    settled,
    publishedAt: timestampMs === undefined ? null : new Date(timestampMs).toISOString(),
    eventId: eventId ?? null,
    isRecorded: isRecordedBy(runtime.domain, source),
    reading,
    message: contentsView(source),
    edited: edited === null ? null : contentsView(edited),
    history,
    line: held === undefined ? null : await readLine(database.deadLetters, held),
  };
}

const shownOfLine = 50;

async function readLine(store: DeadLetterStore, held: HeldKey): Promise<LineView> {
  const { head, heldSince, waiting, group, topic, key } = held;
  const letters = await store.list({ group, topic, key, status: 'waiting', limit: shownOfLine });
  return { head, heldSince, waiting, letters: letters.map(letterSummary) };
}

function letterSummary({
  id,
  status,
  reason,
  detail,
  source,
  ...rest
}: DeadLetter): LetterSummaryView {
  const { group, topic, partition, offset, key } = source;
  const { parkedAt, edited } = rest;
  return {
    id,
    status,
    reason,
    detail,
    group,
    topic,
    partition,
    offset,
    key: textOrHex(key),
    parkedAt,
    isEdited: edited !== null,
  };
}
