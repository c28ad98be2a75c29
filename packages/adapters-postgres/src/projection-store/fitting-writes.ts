import { PortError, UnstorableError, type ReadModelWrite } from '@foldmart/core';
import type { Operation } from '../connection/port-failure.js';
import type { CopyStatement, Statement } from '../connection/statement.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';
import { writeStatements, type InsertMode } from '../read-models/write-statements.js';

/** The statements of writes from outside. Throws a PortError, `rejected`, if one does not fit its model. */
export function fittingStatements(
  operation: Operation,
  writes: readonly ReadModelWrite[],
  catalog: ModelCatalog,
  mode: InsertMode = 'skip-existing',
): readonly (Statement | CopyStatement)[] {
  try {
    return writeStatements(writes, catalog, mode);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof UnstorableError)) throw error;
    throw new PortError({ ...operation, reason: 'rejected', message: error.message, cause: error });
  }
}
