import { eventLog } from './0001-event-log.js';
import { deadLetters } from './0002-dead-letters.js';
import { projections } from './0003-projections.js';
import { coupons } from '../shop/coupon-tables-migration.js';
import { snapshots } from './0005-snapshots.js';
import { rebuilds } from './0006-rebuilds.js';
import { deadLetterContents } from './0008-dead-letter-contents.js';
import type { Migration } from './migration.js';

/** Every step, in the order in which they are taken. */
export const migrations: readonly Migration[] = [
  eventLog,
  deadLetters,
  projections,
  coupons,
  snapshots,
  rebuilds,
  deadLetterContents,
];
