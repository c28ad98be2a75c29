import { eventLog } from './0001-event-log.js';
import { deadLetters } from './0002-dead-letters.js';
import { projections } from './0003-projections.js';
import { snapshots } from './0005-snapshots.js';
import { rebuilds } from './0006-rebuilds.js';
import { modules } from './0007-modules.js';
import { deadLetterContents } from './0008-dead-letter-contents.js';
import { leaderLeases } from './0009-leader-leases.js';
import { consumedPositions } from './0010-consumed-positions.js';
import { heldKeys } from './0011-held-keys.js';
import { streamHeads } from './0012-stream-heads.js';
import { openAppends } from './0013-open-appends.js';
import { appendOnlyLog } from './0014-append-only-log.js';
import type { Migration } from './migration.js';

/** The library's own steps, in ascending order. Number 4 is free: it made tables that the shop's module has now. */
export const migrations: readonly Migration[] = [
  eventLog,
  deadLetters,
  projections,
  snapshots,
  rebuilds,
  modules,
  deadLetterContents,
  leaderLeases,
  consumedPositions,
  heldKeys,
  streamHeads,
  openAppends,
  appendOnlyLog,
];
