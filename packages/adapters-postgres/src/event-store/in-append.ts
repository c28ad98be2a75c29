import { inTransaction, type Session, type TransactionOptions } from '../connection/session.js';
import type { LogContext } from './log-writer.js';

/** Runs `work` in a transaction that may write the log: see {@link LogContext.beginAppend}. */
export async function inAppend<Result>(
  session: Session,
  { beginAppend }: Pick<LogContext, 'beginAppend'>,
  work: () => Promise<Result>,
  end: TransactionOptions['end'] = 'COMMIT',
): Promise<Result> {
  const begun = async (): Promise<Result> => {
    const [begin, done] = await Promise.allSettled([session.run(beginAppend), work()]);
    if (begin.status === 'rejected') throw begin.reason;
    if (done.status === 'rejected') throw done.reason;
    return done.value;
  };
  return inTransaction(session, begun, { end });
}
