import { isNotFoundError, isPortError, isValidationError } from '@foldmart/core';
import { ProblemError } from './problem-error.js';
import { problem, type Problem } from './problem.js';

/**
 * What a client is told of an error. Of the services behind, only that one of them does not answer: their addresses
 * and messages are for the log.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (isValidationError(error)) return problem('invalid-request', error.message, [...error.issues]);
  if (isNotFoundError(error)) return problem('not-found', error.message);
  if (isPortError(error)) return problem('unavailable', retryAdvice);
  return problemOfServer(error);
}

const retryAdvice =
  'A service behind this one does not answer. A request for a coupon may have been queued: repeat it with the same Idempotency-Key.';

/** What the web server itself refuses. */
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
