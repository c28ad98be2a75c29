import { isPortError } from '@foldmart/core';
import { sqlState } from '../classify-error.js';
import type { ConnectionPool } from '../connection/connection-pool.js';
import type { Operation } from '../connection/port-failure.js';
import type { Session, TextRow } from '../connection/session.js';
import type { Statement } from '../connection/statement.js';
import { columnTypes } from './column-types.js';
import type { ModelTable, TableColumn } from './model-table.js';

/** Rows, and their table with only the columns that the rows have. */
export interface FoundRows {
  readonly table: ModelTable;
  readonly rows: readonly TextRow[];
}

/** The server's codes for a missing column, or for a type that an expression does not accept. */
const misfits: readonly (string | undefined)[] = ['42703', '42883', '42846', '42804'];
const maxAttempts = 3;

/**
 * Runs a query on a model's table. If the rows are of another version of the model, it leaves out columns that they
 * lack or have as another type. Rejects if that does not suffice.
 */
export async function readRows(
  pool: ConnectionPool,
  operation: Operation,
  table: ModelTable,
  queryFor: (table: ModelTable) => Statement,
): Promise<FoundRows> {
  try {
    const { rows } = await pool.run(operation, queryFor(table));
    return { table, rows };
  } catch (error) {
    if (!isMisfit(error)) throw error;
    return readAsItIs(pool, operation, table, queryFor);
  }
}

/** A rebuild may swap the table between the two statements; then its columns are looked up again. */
async function readAsItIs(
  pool: ConnectionPool,
  operation: Operation,
  table: ModelTable,
  queryFor: (table: ModelTable) => Statement,
): Promise<FoundRows> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await pool.use(operation, async (session) => {
        const fitted = await withActualColumns(session, table);
        const { rows } = await session.run(queryFor(fitted));
        return { table: fitted, rows };
      });
    } catch (error) {
      if (!isMisfit(error) || attempt === maxAttempts) throw error;
    }
  }
}

/** The table with only the columns that it has now. */
export async function withActualColumns(session: Session, table: ModelTable): Promise<ModelTable> {
  const types = await columnTypes(session, table);
  const isThere = ({ name, sqlType }: TableColumn): boolean => types.get(name) === sqlType;
  return {
    ...table,
    columns: table.columns.filter(isThere),
    operational: table.operational.filter(isThere),
  };
}

/** True if a query failed because of a missing column, or of its type. */
export function isMisfit(error: unknown): boolean {
  return isPortError(error) && misfits.includes(sqlState(error.cause));
}
