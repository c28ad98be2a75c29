import { isNotFoundError, isPortError, isValidationError, type PortError } from '@foldmart/core';
import { ProblemError } from './problem-error.js';
import { problem, type Problem } from './problem.js';

/**
 * The problem document of an error. About a service behind the API it says only whether a retry can help: the
 * service's address and messages are for the log. `retryAdvice` is for a service that may answer later.
 */
export function problemOf(error: unknown, retryAdvice = plainRetryAdvice): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (isValidationError(error)) return problem('invalid-request', error.message, [...error.issues]);
  if (isNotFoundError(error)) return problem('not-found', error.message);
  if (isPortError(error)) return problemOfService(error, retryAdvice);
  return problemOfServer(error);
}

const plainRetryAdvice = 'A service behind this one does not answer; try again.';
const operatorAdvice =
  'A service behind this one refuses the request, and a retry will not help until its operator has fixed it.';

/** A closed service means that this process is closing; another process may answer. */
function problemOfService({ isRetryable, reason }: PortError, retryAdvice: string): Problem {
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
