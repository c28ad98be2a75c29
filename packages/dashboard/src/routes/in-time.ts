import { settlesWithin, type Clock } from '@foldmart/core';
import { ProblemError } from '@foldmart/http/server';

/** The result of a read. @throws ProblemError, `unavailable`, if it takes longer than `timeoutMs`. */
export async function inTime<Result>(
  clock: Clock,
  timeoutMs: number,
  read: Promise<Result>,
): Promise<Result> {
  const isInTime = await settlesWithin(clock, timeoutMs, read);
  if (isInTime) return read;
  read.catch(() => undefined);
  throw new ProblemError(
    'unavailable',
    `No answer within ${String(timeoutMs / 1_000)} s. The service may be down; ask again.`,
  );
}
