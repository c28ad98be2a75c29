import { PortError } from '@foldmart/core';
import type { StalledWork } from './work-watch.js';

/** The error with which a role ends that did not move even after it was restarted. */
export function stalledError({ role, work, at, forMs }: StalledWork): PortError {
  return new PortError({
    port: 'progress',
    operation: role,
    reason: 'timeout',
    isRetryable: false,
    message: `${role}: ${work} does not move: ${at} has not ended for ${String(Math.round(forMs / 1_000))} s.`,
    hint: 'restart this process; if the work is slow and not hung, raise PROGRESS_TIMEOUT',
  });
}
