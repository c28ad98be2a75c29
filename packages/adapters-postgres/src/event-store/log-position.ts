import { PortError, type LogPosition } from '@foldmart/core';

/** A position in the log: the epoch of the cluster, the transaction, and the position in the transaction. */
export interface LogPlace {
  readonly epoch: string;
  readonly tx: string;
  readonly position: string;
}

const pattern = /^(\d{1,10})\.(\d{1,20})\.(\d{1,10})$/;

/** Before every event. */
export const startOfLog: LogPlace = { epoch: '0', tx: '0', position: '0' };

/** The text form, which callers store. */
export function formatPosition({ epoch, tx, position }: LogPlace): LogPosition {
  return `${epoch}.${tx}.${position}`;
}

/** Parses the text that {@link formatPosition} returns. Throws a PortError, `rejected`, for any other text. */
export function parsePosition(text: LogPosition): LogPlace {
  const [, epoch, tx, position] = pattern.exec(text) ?? [];
  if (epoch === undefined || tx === undefined || position === undefined) {
    throw new PortError({
      port: 'event-store',
      operation: 'readAll',
      reason: 'rejected',
      message: `${JSON.stringify(text)} is no position of a Postgres log.`,
    });
  }
  return { epoch, tx, position };
}
