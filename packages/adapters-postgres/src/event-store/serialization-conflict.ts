import { retryDelayMs, type Clock, type Random } from '@foldmart/core';
import { isLostRace } from '../classify-error.js';

/**
 * Another transaction won a race, or began later and committed first. Carries the SQLSTATE of a serialization
 * failure.
 */
export class SerializationConflictError extends Error {
  override readonly name = 'SerializationConflictError';
  readonly code = '40001';
}

const policy = { firstDelayMs: 2, longestDelayMs: 50 };
const maxAttempts = 12;

/** What waiting between two attempts needs. */
export interface RetryDependencies {
  readonly clock: Clock;
  readonly random: Random;
}

/** Retries a transaction that loses races, a few times; then rejects with the last error. */
export async function retrySerializationConflicts<Result>(
  work: (attempt: number) => Promise<Result>,
  { clock, random }: RetryDependencies,
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
