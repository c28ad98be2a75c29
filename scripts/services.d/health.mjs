import { pollUntil } from './deadline.mjs';

const HEALTH_TIMEOUT_MS = 180_000;

/**
 * Probes the service until it responds and returns `healthy`, `ended` once `hasEnded` says so, or
 * `silent` after the time limit. `reason` is the complaint of the last probe.
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

/** Whether a service whose process runs is also ready. */
export const stateOfRunning = (service) =>
  service.probe({ isWholeSet: false }).then(
    () => 'running',
    () => 'not ready',
  );

/** Waits for all, so that no work continues after the message of a failure. */
export const settleAll = async (promises) => {
  const outcomes = await Promise.allSettled(promises);
  const failed = outcomes.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
};
