import type { LogPosition } from '@foldmart/core';
import { rejectedError } from '../database/store-errors.js';

/** A place in the log: by transaction, and by number within it. */
export interface LogPlace {
  readonly transaction: number;
  readonly number: number;
}

export function formatPosition({ transaction, number }: LogPlace): LogPosition {
  return `${transaction}.${number}`;
}

/** Before every event. */
export const startOfLog: LogPosition = formatPosition({ transaction: 0, number: 0 });

/** Throws PortError with reason `rejected` for a text that no memory database gives. */
export function parsePosition(position: LogPosition): LogPlace {
  const match = /^(\d+)\.(\d+)$/.exec(position);
  if (match === null) {
    const shown = JSON.stringify(position);
    throw rejectedError('event-store', 'readAll', `${shown} is no position of a memory database.`);
  }
  return { transaction: Number(match[1]), number: Number(match[2]) };
}

/** Below zero where `one` comes before `other`, zero where they are the same, else above. */
export function comparePlaces(one: LogPlace, other: LogPlace): number {
  return one.transaction - other.transaction || one.number - other.number;
}
