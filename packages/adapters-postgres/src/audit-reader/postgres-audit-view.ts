import {
  PortError,
  type AuditView,
  type LogPosition,
  type LogRange,
  type LogSlice,
  type Projection,
  type ReadModel,
  type Row,
  type RowRange,
} from '@foldmart/core';
import { closedError, toPortError, type Operation } from '../connection/port-failure.js';
import type { Session } from '../connection/session.js';
import type { Statement } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';
import { countCommitted, readCommittedLog } from '../event-store/log-reader.js';
import { checkpointStatement } from '../read-models/checkpoint-statement.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';
import type { ModelTable } from '../read-models/model-table.js';
import { isMisfit, withActualColumns } from '../read-models/older-tables.js';
import { decodeRow, rowsStatement, scanStatement } from '../read-models/row-statements.js';
import { present } from '../codec.js';
import { isOwnTable, tablesStatement } from './listed-tables.js';
import { sameTableStatement } from './same-table.js';

export interface AuditedDatabase {
  readonly tables: DatabaseTables;
  readonly catalog: ModelCatalog;
  readonly moduleTables: ReadonlySet<string>;
  readonly address: string;
}

const savepoint = { text: 'SAVEPOINT reading' };
const letGo = { text: 'ROLLBACK TO SAVEPOINT reading; RELEASE SAVEPOINT reading' };

/**
 * Reads in a transaction that keeps one snapshot. Each read releases its table locks at once, by rolling back to a
 * savepoint. A rebuild that swaps tables therefore waits for one page, not for the whole audit.
 */
export class PostgresAuditView implements AuditView {
  readonly #session: Session;
  readonly #database: AuditedDatabase;
  #isOver = false;

  constructor(session: Session, database: AuditedDatabase) {
    this.#session = session;
    this.#database = database;
  }

  async readAll(range: LogRange): Promise<LogSlice> {
    return this.#read('readAll', () =>
      readCommittedLog(this.#session, this.#database.tables, range),
    );
  }

  async count(): Promise<number> {
    return this.#read('count', () => countCommitted(this.#session, this.#database.tables));
  }

  scan(model: ReadModel, range: RowRange): Promise<readonly Row[]> {
    return this.#rowsOf(model, (table) => scanStatement(table, range));
  }

  rows(model: ReadModel, keys: readonly Row[]): Promise<readonly Row[]> {
    return this.#rowsOf(model, (table) => rowsStatement(table, keys));
  }

  async tables(): Promise<readonly string[]> {
    const { tables, moduleTables } = this.#database;
    return this.#read('tables', async () => {
      const { rows } = await this.#session.run(tablesStatement(tables.schema));
      const names = rows.map(([name]) => present(name));
      return names.filter((name) => !isOwnTable(name) && !moduleTables.has(name));
    });
  }

  async checkpoint(projection: Projection): Promise<LogPosition | undefined> {
    return this.#read('checkpoint', async () => {
      const statement = checkpointStatement(this.#database.tables, projection);
      const { rows } = await this.#session.run(statement);
      return rows[0]?.[0] ?? undefined;
    });
  }

  /** Closes the view: another caller may use its connection now. */
  end(): void {
    this.#isOver = true;
  }

  async #rowsOf(
    model: ReadModel,
    query: (table: ModelTable) => Statement,
  ): Promise<readonly Row[]> {
    const table = this.#database.catalog.of(model);
    try {
      return await this.#select(table, query);
    } catch (error) {
      if (!isMisfit(error)) throw error;
      const fitted = await this.#read('scan', () => withActualColumns(this.#session, table));
      const absent = decodeRow(table, []);
      return (await this.#select(fitted, query)).map((row) => ({ ...absent, ...row }));
    }
  }

  /** Parsed each time: a table that a rebuild has swapped in may have other column types. */
  async #select(
    table: ModelTable,
    query: (table: ModelTable) => Statement,
  ): Promise<readonly Row[]> {
    const { text, values = [] } = query(table);
    const statements = [{ text, values }, sameTableStatement(table)];
    return this.#read('scan', async () => {
      const [found, kept] = await this.#session.runAll(statements);
      if (kept?.rows[0]?.[0] !== 't') throw rebuilt(table);
      return (found?.rows ?? []).map((row) => decodeRow(table, row));
    });
  }

  async #read<Result>(name: string, read: () => Promise<Result>): Promise<Result> {
    const operation: Operation = { port: 'audit-reader', operation: name };
    if (this.#isOver) throw closedError(operation, this.#database.address);
    // The three statements are sent before the first answer, so overlapping reads do not interleave.
    const steps = [this.#session.run(savepoint), read(), this.#session.run(letGo)] as const;
    const [begun, done] = await Promise.allSettled(steps);
    if (begun.status === 'fulfilled' && done.status === 'fulfilled') return done.value;
    const reason: unknown = begun.status === 'rejected' ? begun.reason : failureOf(done);
    throw toPortError(operation, this.#database.address, reason);
  }
}

function failureOf(outcome: PromiseSettledResult<unknown>): unknown {
  return outcome.status === 'rejected' ? outcome.reason : undefined;
}

function rebuilt({ relation }: ModelTable): PortError {
  return new PortError({
    port: 'audit-reader',
    operation: 'scan',
    reason: 'unavailable',
    message: `Table ${relation} was rebuilt during the audit: its rows of that moment are gone.`,
    hint: 'audit again',
  });
}
