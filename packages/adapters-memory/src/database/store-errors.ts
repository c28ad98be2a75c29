import { PortError, type PortErrorCode, type PortName } from '@foldmart/core';

/** The database connection is closed. */
export function closedError(port: PortName, operation: string): PortError {
  const message = 'The memory database is closed.';
  return new PortError({ port, operation, reason: 'closed', message });
}

/** The request can never succeed. */
export function rejectedError(
  port: PortName,
  operation: string,
  message: string,
  details: { readonly code?: PortErrorCode; readonly hint?: string; readonly cause?: unknown } = {},
): PortError {
  return new PortError({ port, operation, reason: 'rejected', message, ...details });
}

/** A transaction is older than one that has already appended to its stream: retry it as a new transaction. */
export class SerializationConflictError extends Error {
  override readonly name = 'SerializationConflictError';
}
