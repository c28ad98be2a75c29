import assert from 'node:assert/strict';
import {
  isPortError,
  isValidationError,
  isVersionConflictError,
  type PortError,
  type PortErrorCode,
  type PortErrorReason,
  type ValidationError,
  type VersionConflictError,
} from '@foldmart/core';

/**
 * Returns the error that `promise` rejects with.
 *
 * @throws AssertionError if it resolves.
 */
export async function rejectionOf(promise: Promise<unknown>, what = 'it'): Promise<unknown> {
  let resolved: unknown;
  try {
    resolved = await promise;
  } catch (error) {
    return error;
  }
  assert.fail(`${what} resolved with ${JSON.stringify(resolved)} and should have been rejected`);
}

/**
 * Returns the PortError that `promise` rejects with, and asserts its reason, and its code if one is
 * given.
 */
export async function portErrorOf(
  promise: Promise<unknown>,
  expected: { readonly reason: PortErrorReason; readonly code?: PortErrorCode },
): Promise<PortError> {
  const error = await rejectionOf(promise);
  assert.ok(isPortError(error), `expected a PortError, not ${describeError(error)}`);
  const seen = { reason: error.reason, ...(error.code === undefined ? {} : { code: error.code }) };
  assert.deepEqual(seen, { ...seen, ...expected }, error.message);
  return error;
}

/** Returns the VersionConflictError that `promise` rejects with. */
export async function versionConflictOf(promise: Promise<unknown>): Promise<VersionConflictError> {
  const error = await rejectionOf(promise);
  assert.ok(
    isVersionConflictError(error),
    `expected a VersionConflictError, not ${describeError(error)}`,
  );
  return error;
}

/** Returns the ValidationError that `promise` rejects with. */
export async function validationErrorOf(promise: Promise<unknown>): Promise<ValidationError> {
  const error = await rejectionOf(promise);
  assert.ok(isValidationError(error), `expected a ValidationError, not ${describeError(error)}`);
  return error;
}

/** Formats an error as one line. */
export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : JSON.stringify(error);
}
