import type { Runtime } from '@foldmart/composition';
import { isPortError, type EventBus } from '@foldmart/core';
import { ProblemError } from '@foldmart/http/server';

/** The queue. @throws ProblemError if the settings leave it out. */
export function requireBus(runtime: Pick<Runtime, 'settings' | 'bus'>): EventBus {
  if (runtime.settings.queueType !== 'direct') return runtime.bus();
  throw new ProblemError(
    'not-found',
    'There is no queue: KAFKA_ENABLED=false writes events to the log directly.',
  );
}

/** What a queue refuses is the fault of the request, and its reader has to know why. Rejects with what `work` rejects with. */
export async function refusedByQueue<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!isPortError(error) || error.reason !== 'rejected') throw error;
    const kind = error.code === 'unknown-topic' ? 'not-found' : 'invalid-request';
    throw new ProblemError(kind, error.message);
  }
}
