import { retryDelayMs, type Clock, type Random } from '@foldmart/core';
import { isLostRace } from '../classify-error.js';

/** Another transaction was faster, or began later and came in before. Carries the state that says so in SQL. */
export class SerializationConflictError extends Error {
  override readonly name = 'SerializationConflictError';
  readonly code = '40001';
}

const policy = { firstDelayMs: 2, longestDelayMs: 50 };
const maxAttempts = 12;

/** Runs a transaction again while it loses races, a few times; rejects with the last error then. */
export async function retrySerializationConflicts<Result>(
  work: (attempt: number) => Promise<Result>,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isLostRace(error) || attempt === maxAttempts) throw error;
      await clock.sleep(retryDelayMs(policy, attempt, random));
    }
  }
}
