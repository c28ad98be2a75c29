import type { FindTable } from '@foldmart/core';
import type { MemoryDatabase } from '../database/memory-database.js';
import type { Rebuild } from './rebuild.js';

/** The tables that a rebuild writes: the shadow for its own models, live tables for others. */
export function tablesFor(
  { shadow }: Rebuild,
  { tables }: MemoryDatabase,
  operation: string,
): FindTable {
  return (model) => shadow.find(model) ?? tables.table(model, 'rebuild-store', operation);
}
