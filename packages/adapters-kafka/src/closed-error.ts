import { PortError } from '@foldmart/core';

/** What is asked of a bus after its end. */
export function closedError(operation: string): PortError {
  return new PortError({
    port: 'event-bus',
    operation,
    reason: 'closed',
    message: 'The event bus has been closed.',
  });
}
