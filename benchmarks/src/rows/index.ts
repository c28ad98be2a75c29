import { eventStoreRows } from '../event-store/rows.js';
import type { Row } from '../frame/row.js';
import { kafkaRows } from './kafka-rows.js';

/** All rows by group, in the order in which they run. */
export const rowGroups: Readonly<Record<string, readonly Row[]>> = {
  kafka: kafkaRows,
  events: eventStoreRows,
};

/** All rows. */
export const rows: readonly Row[] = Object.values(rowGroups).flat();
