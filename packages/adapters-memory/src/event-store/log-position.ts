import type { LogPosition } from '@foldmart/core';
import { rejectedError } from '../database/store-errors.js';

/** A position in the log: the transaction, and the number within it. */
export interface LogPlace {
  readonly transaction: number;
  readonly number: number;
}

export function formatPosition({ transaction, number }: LogPlace): LogPosition {
  return `${transaction}.${number}`;
}

/** Before every event. */
export const startOfLog: LogPosition = formatPosition({ transaction: 0, number: 0 });

/** Throws PortError, `rejected`, for a text that is not a position of a memory database. */
export function parsePosition(position: LogPosition): LogPlace {
  const match = /^(\d+)\.(\d+)$/.exec(position);
  if (match === null) {
    const shown = JSON.stringify(position);
    throw rejectedError('event-store', 'readAll', `${shown} is no position of a memory database.`);
  }
  return { transaction: Number(match[1]), number: Number(match[2]) };
}

/** Negative if `one` comes before `other`, zero if they are equal, else positive. */
export function comparePlaces(one: LogPlace, other: LogPlace): number {
  return one.transaction - other.transaction || one.number - other.number;
}
