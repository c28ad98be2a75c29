import { PortError, type ReadModelWrite } from '@foldmart/core';
import type { Operation } from '../connection/port-failure.js';
import type { CopyStatement, Statement } from '../connection/statement.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';
import { writeStatements, type InsertMode } from '../read-models/write-statements.js';

/** The statements of writes that somebody hands in. Throws a PortError, `rejected`, where one does not fit its model. */
export function fittingStatements(
  operation: Operation,
  writes: readonly ReadModelWrite[],
  catalog: ModelCatalog,
  mode: InsertMode = 'skip-existing',
): readonly (Statement | CopyStatement)[] {
  try {
    return writeStatements(writes, catalog, mode);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new PortError({ ...operation, reason: 'rejected', message: error.message, cause: error });
  }
}
