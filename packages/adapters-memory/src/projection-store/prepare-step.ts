import {
  PreparedWrites,
  UnstorableError,
  type FindTable,
  type PortName,
  type ReadModelWrite,
} from '@foldmart/core';
import { rejectedError } from '../database/store-errors.js';

/** Checks all writes of a step. Throws PortError, `rejected`, if one does not fit its read model. */
export function prepareStep(
  port: PortName,
  who: string,
  writes: readonly ReadModelWrite[],
  tables: FindTable,
): PreparedWrites {
  try {
    const prepared = new PreparedWrites(tables);
    for (const write of writes) prepared.add(write);
    return prepared;
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error;
    const message = `${who} makes a row that cannot be stored: ${error.message}.`;
    throw rejectedError(port, 'advance', message, { cause: error });
  }
}
