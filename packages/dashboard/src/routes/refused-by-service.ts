import { isPortError, type PortErrorCode } from '@foldmart/core';
import { ProblemError } from '@foldmart/http/server';

/**
 * Makes an invalid request of what a service refuses, in the words of the service: the operator who asked has to know why.
 * Everything else is rejected as it is, and so is a refusal with the code `ownFault`.
 */
export async function refusedByService<Result>(
  work: Promise<Result>,
  ownFault?: PortErrorCode,
): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!isPortError(error) || error.reason !== 'rejected') throw error;
    if (error.code !== undefined && error.code === ownFault) throw error;
    const hint = error.hint === undefined ? '' : ` (${error.hint})`;
    const kind = error.code === 'unknown-topic' ? 'not-found' : 'invalid-request';
    throw new ProblemError(kind, `${error.message}${hint}`);
  }
}
