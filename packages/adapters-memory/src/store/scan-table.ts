import type { PortName, Row, RowRange } from '@foldmart/core';
import { UnstorableError } from '../json/storable-json.js';
import { toRowKey, type RowKey } from './row-keys.js';
import { rejectedError } from './store-errors.js';
import type { Table } from './table.js';

/** A part of a table in key order. Throws PortError, `rejected`, where `after` is no key. */
export function scanTable(
  table: Table,
  { after, limit }: RowRange,
  port: PortName,
): readonly Row[] {
  const behind = after === undefined ? undefined : keyOf(table, after, port, 'scan').columns;
  return table.scan(behind, limit);
}

/** The canonical form of a key that somebody asks for. Throws PortError, `rejected`, where no row can have it. */
export function keyOf(table: Table, key: Row, port: PortName, operation: string): RowKey {
  try {
    return toRowKey(table.model, key);
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error;
    throw rejectedError(port, operation, `No row can have this key: ${error.message}.`);
  }
}
