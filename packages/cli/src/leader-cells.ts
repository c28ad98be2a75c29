import type { LeaderLease } from '@foldmart/core';
import type { Cell } from './output.js';

/** The heads of {@link leaderCells}. */
export const leaderHeads = ['LEADER', 'LEASE-UNTIL'] as const;

/** The process that leads, and until when its lease is valid if it is not renewed. */
export function leaderCells(lease: LeaderLease | null): readonly Cell[] {
  return lease?.isValid === true ? [lease.holder, lease.expiresAt] : [null, null];
}

/** Says that nobody does the work of `what`, and who did it last. */
export function unledLines(what: string, lease: LeaderLease | null): readonly string[] {
  if (lease?.isValid === true) return [];
  const last =
    lease === null ? '' : `; the last one, ${lease.holder}, led until ${lease.expiresAt}`;
  return [`${what} is behind, and no process leads it${last}`];
}
