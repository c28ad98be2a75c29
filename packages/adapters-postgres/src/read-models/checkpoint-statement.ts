import type { Projection } from '@foldmart/core';
import { prepare, type Statement } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';

/** Selects the position of a projection; no row, or null, before its first step and at another version. */
export function checkpointStatement(
  { checkpoints }: DatabaseTables,
  { name, version }: Projection,
): Statement {
  return {
    ...prepare(`SELECT position FROM ${checkpoints} WHERE projection = $1 AND version = $2`),
    values: [name, version],
  };
}
