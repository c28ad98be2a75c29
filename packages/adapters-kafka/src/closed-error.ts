import { PortError } from '@foldmart/core';

/** The error of a call to a closed bus. */
export function closedError(operation: string): PortError {
  return new PortError({
    port: 'event-bus',
    operation,
    reason: 'closed',
    message: 'The event bus has been closed.',
  });
}
