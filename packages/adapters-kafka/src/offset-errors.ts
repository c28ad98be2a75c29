import { PortError } from '@foldmart/core';

/** The offset in a text; undefined if it has none. */
export function parseOffset(text: string): bigint | undefined {
  return /^\d{1,18}$/.test(text) ? BigInt(text) : undefined;
}

/** The error of a reset to an offset that is not kept. */
export function outOfRange(place: string, offset: string, start: bigint, end: bigint): PortError {
  return new PortError({
    port: 'event-bus',
    operation: 'reset offsets',
    reason: 'rejected',
    code: 'offset-out-of-range',
    message: `${place} has no offset ${offset}: it keeps ${start} to ${end}.`,
  });
}

/** The error of a reset of a partition that does not exist. */
export function noSuchPartition(topic: string, partition: number | undefined): PortError {
  return new PortError({
    port: 'event-bus',
    operation: 'reset offsets',
    reason: 'rejected',
    code: 'unknown-topic',
    message: `${topic} has no partition ${partition ?? ''}.`,
  });
}
