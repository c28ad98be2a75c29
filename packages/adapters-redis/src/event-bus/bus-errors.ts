import { isPortError, PortError, type PortErrorCode, type PortErrorReason } from '@foldmart/core';

/** An error of the bus itself, not of Redis. */
export function busError(
  operation: string,
  reason: PortErrorReason,
  message: string,
  more: { readonly code?: PortErrorCode; readonly hint?: string } = {},
): PortError {
  return new PortError({ port: 'event-bus', operation, reason, message, ...more });
}

/** The topic does not exist. */
export function unknownTopic(operation: string, topic: string): PortError {
  return busError(operation, 'rejected', `${operation}: the topic ${topic} does not exist`, {
    code: 'unknown-topic',
    hint: 'create it first (foldmart topics create)',
  });
}

/** Whether a call failed because its topic does not exist. */
export function isUnknownTopic(error: unknown): boolean {
  return isPortError(error) && error.code === 'unknown-topic';
}

/** The bus has been closed. */
export function busClosed(operation: string): PortError {
  return busError(operation, 'closed', `${operation}: the bus is closed`);
}

/** A script returned a reply that it is not defined to return. */
export function unexpectedReply(operation: string, reply: unknown): PortError {
  return busError(operation, 'corrupt', `${operation}: unexpected reply ${JSON.stringify(reply)}`);
}
