import { ProgressTimer } from '../measure/progress-timer.js';
import { warmUpBatches } from './publish-config.js';

/**
 * Publishes batches one after another, the first ones before the clock starts, and times the rest.
 */
export async function timedPublishing<Message>(
  batches: readonly (readonly Message[])[],
  publish: (batch: readonly Message[]) => Promise<unknown>,
): Promise<{ readonly messages: number; readonly seconds: number }> {
  for (const batch of batches.slice(0, warmUpBatches)) await publish(batch);
  const timer = new ProgressTimer(batches.flat().length);
  timer.begin();
  for (const batch of batches) {
    await publish(batch);
    timer.done(batch.length);
  }
  return timer.result();
}
