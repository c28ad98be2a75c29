import type { Runtime } from '../runtime/runtime.js';
import type { Check } from './check.js';
import { checkCache } from './check-cache.js';
import { checkDeadLetters } from './check-dead-letters.js';
import { checkDatabase } from './check-database.js';
import { checkProgress } from './check-progress.js';
import { checkPositions } from './check-positions.js';
import { checkQueue } from './check-queue.js';
import { checkSchemas } from './check-schemas.js';

/**
 * Makes a real round trip to every service that the settings name. If all respond, compares the positions of consumers
 * with the database, counts its dead letters, and looks for what does not move. A failed check does not stop the others. Nothing that a check makes is left, also if it fails. If
 * the signal aborts, a check that waits ends unhealthy.
 */
export async function examine(
  runtime: Runtime,
  options: { readonly signal?: AbortSignal } = {},
): Promise<readonly Check[]> {
  const checks = await allOf([
    checkQueue(runtime, options.signal),
    checkCache(runtime),
    checkDatabase(runtime),
    checkSchemas(runtime),
  ]);
  const canCompare = checks.every(({ isHealthy }) => isHealthy);
  if (!canCompare) return checks;
  return [
    ...checks,
    ...(await checkPositions(runtime)),
    ...(await checkDeadLetters(runtime)),
    ...(await checkProgress(runtime)),
  ];
}

/** Waits for all of them, also if one rejects: the others still have to remove what they made. */
async function allOf(running: readonly Promise<readonly Check[]>[]): Promise<readonly Check[]> {
  await Promise.allSettled(running);
  return (await Promise.all(running)).flat();
}
