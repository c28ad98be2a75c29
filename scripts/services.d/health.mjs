import { pollUntil } from './deadline.mjs';

const HEALTH_TIMEOUT_MS = 180_000;

/**
 * Probes the service until it answers and gives `healthy`, or `ended` once `hasEnded` says that there
 * is nothing to wait for, or `silent` when time is up; `reason` is what the last probe complained of.
 */
export const awaitHealth = async (service, { isWholeSet, hasEnded = () => false }) => {
  let reason = 'no answer';
  const state = await pollUntil(
    async () => {
      if (await hasEnded()) return 'ended';
      try {
        await service.probe({ isWholeSet });
        return 'healthy';
      } catch (error) {
        reason = error.message;
        return undefined;
      }
    },
    { timeoutMs: HEALTH_TIMEOUT_MS },
  );
  return { state: state ?? 'silent', reason };
};

/** Whether a service whose process runs also serves. */
export const stateOfRunning = (service) =>
  service.probe({ isWholeSet: false }).then(
    () => 'running',
    () => 'not ready',
  );

/** Waits for all, so that no failure leaves other work going on behind its message. */
export const settleAll = async (promises) => {
  const outcomes = await Promise.allSettled(promises);
  const failed = outcomes.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
};
