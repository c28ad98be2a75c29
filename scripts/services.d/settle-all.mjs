/**
 * Waits for all, so that no work continues after the message of a failure.
 *
 * @param {Promise<unknown>[]} promises
 */
export const settleAll = async (promises) => {
  const outcomes = await Promise.allSettled(promises);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
};
