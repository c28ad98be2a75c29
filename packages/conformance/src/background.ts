/**
 * Lets work go on beside the case. Its failure is seen where its result is awaited; should the case fail before,
 * that is the failure that counts.
 */
export function inBackground<Result>(work: Promise<Result>): Promise<Result> {
  work.catch(() => undefined);
  return work;
}
