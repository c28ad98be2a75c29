import { isNotFoundError, isPortError, isValidationError, type PortError } from '@foldmart/core';
import { ProblemError } from './problem-error.js';
import { problem, type Problem } from './problem.js';

/**
 * The problem document of an error. Of a service behind this one it says only whether a retry can help: its address and
 * its messages are for the log.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (isValidationError(error)) return problem('invalid-request', error.message, [...error.issues]);
  if (isNotFoundError(error)) return problem('not-found', error.message);
  if (isPortError(error)) return problemOfService(error);
  return problemOfServer(error);
}

const retryAdvice =
  'A service behind this one does not answer. A request for a coupon may have been queued: repeat it with the same Idempotency-Key.';
const operatorAdvice =
  'A service behind this one refuses the request, and a retry will not help until its operator has mended it.';

/** A service that is closed is closing with this process: another one may answer. */
function problemOfService({ isRetryable, reason }: PortError): Problem {
  return isRetryable || reason === 'closed'
    ? problem('unavailable', retryAdvice)
    : problem('service-failed', operatorAdvice);
}

/** The problem document of an error of the web server itself. */
function problemOfServer(error: unknown): Problem {
  const { statusCode = 500, message } = error as Partial<Record<'statusCode', number>> & Error;
  switch (statusCode) {
    case 413:
      return problem('too-large', message);
    case 415:
      return problem('unsupported-media-type', message);
    default:
      return statusCode >= 400 && statusCode < 500
        ? problem('invalid-request', message)
        : problem('internal-error');
  }
}
