import {
  assertLimit,
  projectionFailuresModel,
  type AuditView,
  type LogPosition,
  type LogRange,
  type LogSlice,
  type Projection,
  type ReadModel,
  type Row,
  type RowRange,
  type RowTable,
} from '@foldmart/core';
import type { AuditedTables } from '../modules/module-state.js';
import { askRows } from '../database/ask-rows.js';
import type { DatabaseSession } from '../database/database-session.js';
import type { CommittedLog } from '../event-store/committed-log.js';
import type { ProjectionStates } from '../projection-store/projection-states.js';
import type { ReadModelTables } from '../read-model-store/read-model-tables.js';
import { closedError } from '../database/store-errors.js';

const port = 'audit-reader';
const failures = projectionFailuresModel.name;

/**
 * A snapshot of the committed state at one moment. Rows and events are frozen, so it copies only the references to
 * them.
 */
export class MemoryAuditView implements AuditView {
  readonly #session: DatabaseSession;
  readonly #log: CommittedLog;
  readonly #tables: ReadModelTables;
  readonly #modules: AuditedTables;
  readonly #projectionStates: ProjectionStates;
  #isOver = false;

  constructor(session: DatabaseSession) {
    const { log, tables, modules, projectionStates } = session.database;
    this.#session = session;
    this.#log = log.committed();
    this.#tables = tables.copy();
    this.#modules = modules.freeze();
    this.#projectionStates = projectionStates.copy();
  }

  /** Releases the snapshot; later reads reject with reason `closed`. */
  end(): void {
    this.#isOver = true;
  }

  readAll({ after, limit }: LogRange): Promise<LogSlice> {
    return this.#read('readAll', () => this.#log.read(after, limit));
  }

  count(): Promise<number> {
    return this.#read('count', () => this.#log.countBehind(undefined));
  }

  scan(model: ReadModel, range: RowRange): Promise<readonly Row[]> {
    return this.#read('scan', () => {
      assertLimit(range.limit);
      return askRows(port, 'scan', () => this.#table(model).scan(range));
    });
  }

  rows(model: ReadModel, keys: readonly Row[]): Promise<readonly Row[]> {
    return this.#read('rows', () =>
      askRows(port, 'rows', () => {
        const table = this.#table(model);
        return keys.map((key) => table.find(key)).filter((row) => row !== undefined);
      }),
    );
  }

  tables(): Promise<readonly string[]> {
    return this.#read('tables', () => this.#tables.names().filter((name) => name !== failures));
  }

  checkpoint(projection: Projection): Promise<LogPosition | undefined> {
    return this.#read('checkpoint', () => this.#projectionStates.checkpoint(projection));
  }

  #table({ name }: ReadModel): RowTable {
    return this.#modules.find(name) ?? this.#tables.table(name, port, 'scan');
  }

  #read<Result>(operation: string, work: () => Result): Promise<Result> {
    return this.#session.read(port, operation, () => {
      if (this.#isOver) throw closedError(port, operation);
      return work();
    });
  }
}
