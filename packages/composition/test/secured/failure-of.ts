import { isPortError, type PortError } from '@foldmart/core';

/** The error with which some work fails. Throws if it succeeds, or fails with an error of another kind. */
export async function failureOf(work: Promise<unknown>): Promise<PortError> {
  const error: unknown = await work.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  if (!isPortError(error)) throw new Error('it did not fail with a PortError', { cause: error });
  return error;
}
