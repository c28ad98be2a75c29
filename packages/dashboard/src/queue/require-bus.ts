import type { Runtime } from '@foldmart/composition';
import type { EventBus } from '@foldmart/core';
import { ProblemError } from '@foldmart/http/server';

/** The queue. @throws ProblemError if the settings leave it out. */
export function requireBus(runtime: Pick<Runtime, 'settings' | 'bus'>): EventBus {
  if (runtime.settings.queueType !== 'direct') return runtime.bus();
  throw new ProblemError(
    'not-found',
    'There is no queue: KAFKA_ENABLED=false writes events to the log directly.',
  );
}
