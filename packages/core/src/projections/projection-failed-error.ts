import { PortError, type PortName } from '../errors/index.js';

/** An inline projection that failed during an append. */
export interface InlineFailure {
  readonly port: PortName;
  readonly operation: string;
  /** Which projection or read model failed, and how; a clause without a full stop. */
  readonly what: string;
  readonly cause: unknown;
}

/**
 * Makes the PortError, `rejected` with code `projection-failed`, for an inline projection that fails. The events are
 * not at fault: nothing was recorded, and the same call succeeds once the projection or the database is fixed.
 */
export function projectionFailedError({ port, operation, what, cause }: InlineFailure): PortError {
  return new PortError({
    port,
    operation,
    reason: 'rejected',
    code: 'projection-failed',
    message: `${what}. Nothing was recorded.`,
    hint: 'fix the projection, or what the database refuses of its rows; then repeat the call',
    cause,
  });
}
