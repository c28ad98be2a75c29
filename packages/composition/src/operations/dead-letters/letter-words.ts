import type { DeadLetterReason, DeadLetterStatus } from '@foldmart/core';

const reasons: Readonly<Record<DeadLetterReason, true>> = {
  malformed: true,
  invalid: true,
  'unknown-type': true,
  'newer-version': true,
  'unknown-schema': true,
  empty: true,
  conflict: true,
  refused: true,
  'parked-successor': true,
};

/** Every reason that a dead letter can have. */
export const deadLetterReasons = Object.keys(reasons) as readonly DeadLetterReason[];

/** Every status that a dead letter can have. */
export const deadLetterStatuses: readonly DeadLetterStatus[] = ['waiting', 'replayed', 'discarded'];
