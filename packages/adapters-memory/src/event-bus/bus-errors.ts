import { PortError, type PortErrorCode } from '@foldmart/core';

/** The bus, or the part of it that was used, has been closed. */
export function closedError(operation: string): PortError {
  return new PortError({
    port: 'event-bus',
    operation,
    reason: 'closed',
    message: 'The memory event bus is closed.',
  });
}

/** The request can never succeed as it is. */
export function rejectedError(
  operation: string,
  message: string,
  details: { readonly code?: PortErrorCode; readonly hint?: string } = {},
): PortError {
  return new PortError({ port: 'event-bus', operation, reason: 'rejected', message, ...details });
}

export function unknownTopicError(operation: string, topic: string): PortError {
  return rejectedError(operation, `There is no topic ${topic} in memory.`, {
    code: 'unknown-topic',
    hint: 'create it with createTopics first',
  });
}
