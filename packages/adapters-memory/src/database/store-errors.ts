import { PortError, type PortErrorCode, type PortName } from '@foldmart/core';

/** The database connection that was used has been closed. */
export function closedError(port: PortName, operation: string): PortError {
  const message = 'The memory database is closed.';
  return new PortError({ port, operation, reason: 'closed', message });
}

/** The request can never succeed as it is. */
export function rejectedError(
  port: PortName,
  operation: string,
  message: string,
  details: { readonly code?: PortErrorCode; readonly hint?: string; readonly cause?: unknown } = {},
): PortError {
  return new PortError({ port, operation, reason: 'rejected', message, ...details });
}

/** A transaction stands behind one that is already in its stream's past: it must begin again. */
export class SerializationConflictError extends Error {
  override readonly name = 'SerializationConflictError';
}
