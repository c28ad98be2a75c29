import { ValidationError } from '../errors/index.js';

/** The largest number of items, and the highest version, that a caller may ask a store for. */
export const largestLimit = 2_147_483_647;

/** Throws ValidationError unless `limit` is absent or a whole number from 0 to {@link largestLimit}. */
export function assertLimit(limit: number | undefined, path = 'limit'): void {
  if (limit === undefined) return;
  if (Number.isInteger(limit) && limit >= 0 && limit <= largestLimit) return;
  const message = `must be a whole number from 0 to ${String(largestLimit)}, and is ${String(limit)}`;
  throw new ValidationError(`The ${path} ${message}.`, [{ path, message }]);
}

/** Throws ValidationError unless the limit and both versions of a range of a stream are whole numbers. */
export function assertStreamRange(range: {
  readonly limit?: number;
  readonly fromVersion?: number;
  readonly toVersion?: number;
}): void {
  assertLimit(range.limit);
  assertLimit(range.fromVersion, 'fromVersion');
  assertLimit(range.toVersion, 'toVersion');
}
