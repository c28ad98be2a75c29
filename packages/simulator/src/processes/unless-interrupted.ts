import { isNotFoundError, isRetryableError, isValidationError } from '@foldmart/core';

/** Does a round of an operator's work. If a fault or another operator interrupts it, the next round tries again. */
export async function unlessInterrupted(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isRetryableError(error) && !isValidationError(error) && !isNotFoundError(error))
      throw error;
  }
}
