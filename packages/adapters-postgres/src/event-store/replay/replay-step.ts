import {
  assertLimit,
  type DeadLetter,
  type ReplayedLetter,
  type ReplayReport,
  type ReplayRequest,
} from '@foldmart/core';
import type { Session } from '../../connection/session.js';
import type { Statement } from '../../connection/statement.js';
import { failStatements, settleStatements } from '../../dead-letter-store/action-statements.js';
import { advanceStatements } from '../../dead-letter-store/key-heads.js';
import { lockWaiting } from '../../dead-letter-store/waiting-line.js';
import { inAppend } from '../in-append.js';
import type { LogContext } from '../log-writer.js';
import { recordLetters } from './record-letters.js';

const defaultLimit = 500;

/** One step of a replay, in a transaction of its own; a dry run rolls it back. */
export async function replayStep(
  session: Session,
  context: LogContext,
  request: ReplayRequest,
): Promise<ReplayReport> {
  assertLimit(request.limit);
  const end = request.dryRun === true ? 'ROLLBACK' : 'COMMIT';
  return inAppend(session, context, () => replayLine(session, context, request), end);
}

async function replayLine(
  session: Session,
  context: LogContext,
  { letter: id, by, read, limit = defaultLimit }: ReplayRequest,
): Promise<ReplayReport> {
  const most = Math.max(1, limit);
  const line = await lockWaiting(session, context.tables, id, most);
  const letters = await recordLetters(session, context, line.letters.slice(0, most), read);
  const next = line.isHead ? nextOf(line.letters, letters) : null;
  await session.runAll(marks(context, line.letter, letters, next, by));
  return { letters, next };
}

function marks(
  { tables }: LogContext,
  first: DeadLetter,
  letters: readonly ReplayedLetter[],
  next: string | null,
  by: string,
): readonly Statement[] {
  const done = letters.filter(({ outcome }) => outcome !== 'failed').map(({ id }) => id);
  const failed = letters.flatMap((each) =>
    each.outcome === 'failed' ? failStatements(tables, each.id, each, by) : [],
  );
  return [
    ...(done.length === 0 ? [] : settleStatements(tables, done, 'replayed', by)),
    ...failed,
    ...advanceStatements(tables, first, next ?? undefined),
  ];
}

/** The letter that waits first after these outcomes. */
function nextOf(line: readonly DeadLetter[], letters: readonly ReplayedLetter[]): string | null {
  const last = letters.at(-1);
  if (last?.outcome === 'failed') return last.id;
  return line[letters.length]?.id ?? null;
}
