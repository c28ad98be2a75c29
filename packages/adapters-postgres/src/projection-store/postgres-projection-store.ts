import type {
  LogPosition,
  Projection,
  ProjectionFailure,
  ProjectionState,
  ProjectionStep,
  ProjectionStore,
} from '@foldmart/core';
import { canonicalTime } from '../canonical-time.js';
import { present } from '../codec.js';
import type { ConnectionPool } from '../connection/connection-pool.js';
import type { Operation } from '../connection/port-failure.js';
import type { TextRow } from '../connection/session.js';
import { prepare, type Parameter } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';
import { checkpointStatement } from '../read-models/checkpoint-statement.js';
import { fittingStatements } from './fitting-writes.js';
import {
  decodeParked,
  parkedAssignments,
  parkedColumns,
  parkedValues,
  unparked,
} from './parked-columns.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';

/** The checkpoint is at the expected position, and its rows are of this projection's version. */
const isAt = 'projection = $1 AND version = $2 AND position IS NOT DISTINCT FROM $3';

/** Checkpoints in the table `projection_checkpoints`. */
export class PostgresProjectionStore implements ProjectionStore {
  readonly #pool: ConnectionPool;
  readonly #tables: DatabaseTables;
  readonly #catalog: ModelCatalog;

  constructor(pool: ConnectionPool, tables: DatabaseTables, catalog: ModelCatalog) {
    this.#pool = pool;
    this.#tables = tables;
    this.#catalog = catalog;
  }

  async checkpoint(projection: Projection): Promise<LogPosition | undefined> {
    const { rows } = await this.#pool.run(
      operationOf('checkpoint'),
      checkpointStatement(this.#tables, projection),
    );
    return rows[0]?.[0] ?? undefined;
  }

  async advance({ projection, from, to, writes }: ProjectionStep): Promise<boolean> {
    const operation = operationOf('advance');
    return this.#pool.transaction(operation, async (session) => {
      // The row stays locked until the writes are committed, so that steps are serialized.
      const { rowCount } = await session.run({
        ...prepare(`
          UPDATE ${this.#tables.checkpoints} SET position = $4, moved_at = clock_timestamp()
          WHERE ${isAt} AND parked_at IS NULL`),
        values: [projection.name, projection.version, from ?? null, to],
      });
      if (rowCount === 0) return false;
      await session.runAll(fittingStatements(operation, writes, this.#catalog));
      return true;
    });
  }

  async states(): Promise<readonly ProjectionState[]> {
    const { rows } = await this.#pool.run(
      operationOf('states'),
      prepare(`
        SELECT projection, version, coalesce(mode, CASE WHEN position IS NULL THEN 'inline' ELSE 'async' END),
               position, ${canonicalTime('moved_at')}, ${parkedColumns}
        FROM ${this.#tables.checkpoints} ORDER BY projection`),
    );
    return rows.map(decodeState);
  }

  park(
    { name, version }: Projection,
    from: LogPosition | undefined,
    failure: ProjectionFailure,
  ): Promise<boolean> {
    return this.#change(
      'park',
      `UPDATE ${this.#tables.checkpoints} SET ${parkedAssignments(4)} WHERE ${isAt}`,
      [name, version, from ?? null, ...parkedValues(failure)],
    );
  }

  resume(name: string): Promise<boolean> {
    return this.#change(
      'resume',
      `UPDATE ${this.#tables.checkpoints} SET ${unparked}
       WHERE projection = $1 AND parked_at IS NOT NULL`,
      [name],
    );
  }

  retire(name: string): Promise<boolean> {
    return this.#change('retire', `DELETE FROM ${this.#tables.checkpoints} WHERE projection = $1`, [
      name,
    ]);
  }

  async #change(name: string, text: string, values: readonly Parameter[]): Promise<boolean> {
    const { rowCount } = await this.#pool.run(operationOf(name), { ...prepare(text), values });
    return rowCount > 0;
  }
}

function operationOf(operation: string): Operation {
  return { port: 'projection-store', operation };
}

function decodeState(row: TextRow): ProjectionState {
  const [name, version, mode, position, movedAt, ...parked] = row;
  return {
    name: present(name),
    version: Number(version),
    mode: mode === 'inline' ? 'inline' : 'async',
    position: position ?? undefined,
    movedAt: present(movedAt),
    parked: decodeParked(parked),
  };
}
