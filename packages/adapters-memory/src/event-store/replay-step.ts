import {
  assertLimit,
  assertReplayable,
  type DeadLetter,
  type ReplayedLetter,
  type ReplayReport,
  type ReplayRequest,
} from '@foldmart/core';
import type { MemoryDatabase } from '../database/memory-database.js';
import { SerializationConflictError } from '../database/store-errors.js';
import type { Transaction } from '../database/transaction.js';
import { lockLine } from '../dead-letter-store/lock-line.js';
import { withOwnBytes } from '../dead-letter-store/letter-bytes.js';
import { recordItem, toStorableItem, type StorableItem } from './ingest-batch.js';
import type { LogWriter } from './log-writer.js';

interface Ground {
  readonly database: MemoryDatabase;
  readonly transaction: Transaction;
}

type Read =
  | { readonly letter: DeadLetter; readonly item: StorableItem }
  | { readonly letter: DeadLetter; readonly failed: ReplayedLetter };

/** One step of a replay, in the transaction of the writer. */
export async function replayStep(
  { database, transaction }: Ground,
  writer: LogWriter,
  { letter: id, by, read, limit = 500, dryRun = false }: ReplayRequest,
): Promise<ReplayReport> {
  assertLimit(limit);
  const { deadLetters, heldKeys } = database;
  const place = assertReplayable(deadLetters.find(id), id, undefined).source;
  await lockLine(database, transaction, place);
  if (Math.max(heldKeys.lastBatch(place), heldKeys.lastRelease(place)) > transaction.id) {
    throw new SerializationConflictError('messages of the group were recorded concurrently');
  }
  const head = heldKeys.headOf(place);
  const letter = assertReplayable(deadLetters.find(id), id, head);
  const isHead = letter.id === head?.id;
  const line = isHead ? heldKeys.waitingFrom(letter) : [letter];
  const letters = await recordLetters(writer, line.slice(0, Math.max(1, limit)), read);
  const report = { letters, next: isHead ? nextOf(line, letters) : null };
  if (dryRun) throw new DryRun(report);
  transaction.onCommit(() => {
    for (const each of letters) {
      if (each.outcome === 'failed') deadLetters.fail(each.id, each, by);
      else deadLetters.settle(each.id, 'replayed', by);
    }
    heldKeys.noteRelease(place, transaction.id);
    const next = report.next === null ? undefined : deadLetters.find(report.next);
    if (isHead) heldKeys.advance(letter, next);
  });
  return report;
}

/** Records letters in order, up to the first that fails. */
async function recordLetters(
  writer: LogWriter,
  letters: readonly DeadLetter[],
  read: ReplayRequest['read'],
): Promise<readonly ReplayedLetter[]> {
  const all = letters.map((letter): Read => {
    const found = read(withOwnBytes(letter));
    if (found.ok) return { letter, item: toStorableItem(found.item) };
    const { reason, detail } = found;
    return { letter, failed: { id: letter.id, outcome: 'failed', reason, detail } };
  });
  const items = all.flatMap((each) => ('item' in each ? [each.item] : []));
  const storable = items.filter(({ refusal }) => refusal === undefined);
  await writer.begin({
    streams: storable.map(({ streamId }) => streamId),
    events: storable.map(({ event }) => event.id),
  });
  const replayed: ReplayedLetter[] = [];
  for (const each of all) {
    const outcome = 'failed' in each ? each.failed : record(writer, each);
    replayed.push(outcome);
    if (outcome.outcome === 'failed') break;
  }
  return replayed;
}

function record(
  writer: LogWriter,
  { letter: { id }, item }: Extract<Read, { readonly item: StorableItem }>,
): ReplayedLetter {
  const { outcome, detail = outcome } = recordItem(writer, item);
  if (outcome === 'appended' || outcome === 'duplicate') return { id, outcome };
  return { id, outcome: 'failed', reason: outcome, detail };
}

/** The letter that waits first after these outcomes. */
function nextOf(line: readonly DeadLetter[], letters: readonly ReplayedLetter[]): string | null {
  const last = letters.at(-1);
  if (last?.outcome === 'failed') return last.id;
  return line[letters.length]?.id ?? null;
}

/** Carries the report of a dry run out of its transaction, which rolls back. */
class DryRun extends Error {
  override readonly name = 'DryRun';
  readonly report: ReplayReport;

  constructor(report: ReplayReport) {
    super('a dry run');
    this.report = report;
  }
}

/** Runs a step; that of a dry run rejects in its transaction, and resolves here. */
export async function rollingBackDryRuns(step: () => Promise<ReplayReport>): Promise<ReplayReport> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof DryRun) return error.report;
    throw error;
  }
}
