import type { ContenderConfig, Round } from '../frame/row.js';

/** A group that only this round uses. */
export function groupOf({ own }: ContenderConfig, { number }: Round): string {
  return `${own}_${String(number)}`;
}
