import { eventStoreRows } from '../event-store/rows.js';
import type { Row } from '../frame/row.js';
import { kafkaRows } from './kafka-rows.js';
import { growthRows } from './growth-rows.js';
import { redisRows } from './redis-rows.js';
import { systemRows } from './system-rows.js';

/** All rows by group, in the order in which they run. */
export const rowGroups: Readonly<Record<string, readonly Row[]>> = {
  messaging: kafkaRows,
  events: eventStoreRows,
  redis: redisRows,
  system: systemRows,
  growth: growthRows,
};

/** All rows. */
export const rows: readonly Row[] = Object.values(rowGroups).flat();
