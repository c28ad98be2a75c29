import { pollUntil } from './deadline.mjs';

const HEALTH_TIMEOUT_MS = 180_000;

/**
 * Probes the service until it responds and returns `healthy`, `ended` once `hasEnded` says so, or
 * `silent` after the time limit. `reason` is the complaint of the last probe; `onWait` gets that of each.
 */
export const awaitHealth = async (
  service,
  { isWholeSet, hasEnded = () => false, onWait = () => undefined },
) => {
  let reason = 'no answer';
  const state = await pollUntil(
    async () => {
      if (await hasEnded()) return 'ended';
      try {
        await service.probe({ isWholeSet });
        return 'healthy';
      } catch (error) {
        reason = error.message;
        onWait(reason);
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
