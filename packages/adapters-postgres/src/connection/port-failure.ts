import {
  isNotFoundError,
  isPortError,
  isValidationError,
  isVersionConflictError,
  PortError,
  type PortName,
} from '@foldmart/core';
import { classifyError } from '../classify-error.js';

/** The port's method that runs. */
export interface Operation {
  readonly port: PortName;
  readonly operation: string;
}

/** Converts any thrown value to an error that a port may throw; errors of the domain pass unchanged. */
export function toPortError(
  { port, operation }: Operation,
  address: string,
  error: unknown,
): unknown {
  if (isPortError(error) || isDomainError(error)) return error;
  const { reason, isRetryable, code, hint } = classifyError(error);
  return new PortError({
    port,
    operation,
    reason,
    isRetryable,
    message: `Postgres at ${address}: ${operation} failed: ${firstLine(error)}`,
    cause: error,
    ...(code === undefined ? {} : { code }),
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Whether the error says that a request does not fit the data: the connection is sound. */
export function isDomainError(error: unknown): boolean {
  return isVersionConflictError(error) || isValidationError(error) || isNotFoundError(error);
}

/** The error for a call after close. */
export function closedError({ port, operation }: Operation, address: string): PortError {
  return new PortError({
    port,
    operation,
    reason: 'closed',
    message: `Postgres at ${address}: ${operation} was called after close.`,
  });
}

function firstLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A host name with several addresses fails with one error for each, and no message of its own.
  const own = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const message = own instanceof Error ? own.message : error.message;
  return message.split('\n', 1)[0] ?? '';
}
