import { isPortError, retryDelayMs, type Clock, type Logger, type Random } from '@foldmart/core';
import { sqlState } from '../classify-error.js';

export interface SurvivalDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** With the delays between them, about a minute: a server that restarts is back by then. */
const mostAttempts = 15;
const policy = { firstDelayMs: 100, longestDelayMs: 5_000 };

/** SQLSTATE classes: the server ended the connection or the transaction, or has no room for it now. */
const lostStates = ['08', '40', '53', '57P'];

/**
 * Repeats `work` if it loses its connection, with `work` idempotent: the reply to a commit may be lost too. A server
 * that was never reached is reported at once. Call `reached` when the server has accepted a connection.
 */
export async function surviveLostConnections(
  work: (reached: () => void) => Promise<void>,
  { clock, random, logger }: SurvivalDependencies,
): Promise<void> {
  const server = { isReached: false };
  for (let failures = 1; ; failures += 1) {
    try {
      await work(() => {
        server.isReached = true;
      });
      return;
    } catch (error) {
      if (!server.isReached || failures === mostAttempts || !isLostConnection(error)) throw error;
      const delayMs = retryDelayMs(policy, failures, random);
      logger.warn('the database was lost while it was opened, retrying', { delayMs, error });
      await clock.sleep(delayMs);
    }
  }
}

function isLostConnection(error: unknown): boolean {
  if (!isPortError(error) || !error.isRetryable) return false;
  const state = sqlState(error.cause);
  return state === undefined || lostStates.some((prefix) => state.startsWith(prefix));
}
