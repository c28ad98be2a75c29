import { PortError, type PortErrorCode } from '@foldmart/core';

/** The error of a call to a closed bus. */
export function closedError(operation: string): PortError {
  return new PortError({
    port: 'event-bus',
    operation,
    reason: 'closed',
    message: 'The memory event bus is closed.',
  });
}

/** The error of a request that can never succeed. */
export function rejectedError(
  operation: string,
  message: string,
  details: { readonly code?: PortErrorCode; readonly hint?: string } = {},
): PortError {
  return new PortError({ port: 'event-bus', operation, reason: 'rejected', message, ...details });
}

/** The error of a publish that waited too long for room. */
export function noRoomError(topic: string, waitedMs: number): PortError {
  return new PortError({
    port: 'event-bus',
    operation: 'publish',
    reason: 'unavailable',
    code: 'out-of-memory',
    message: `No room for ${topic} in memory within ${waitedMs} ms.`,
    hint: 'let every group of its topics catch up, delete topics, or raise maxRetainedBytes',
  });
}

export function unknownTopicError(operation: string, topic: string): PortError {
  return rejectedError(operation, `There is no topic ${topic} in memory.`, {
    code: 'unknown-topic',
    hint: 'create it with createTopics first',
  });
}
