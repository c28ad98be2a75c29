import type { LogPosition, Projection, ProjectionStep, ProjectionStore } from '@foldmart/core';
import type { ConnectionPool } from './connection/connection-pool.js';
import type { Session } from './connection/session.js';
import { prepare } from './connection/statement.js';
import type { DatabaseTables } from './database-tables.js';
import type { ModelCatalog } from './read-models/model-catalog.js';
import { writeStatements } from './read-models/write-statements.js';

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

  async checkpoint({ name, version }: Projection): Promise<LogPosition | undefined> {
    const { rows } = await this.#pool.run(
      { port: 'projection-store', operation: 'checkpoint' },
      {
        ...prepare(`
          SELECT position FROM ${this.#tables.checkpoints} WHERE projection = $1 AND version = $2`),
        values: [name, version],
      },
    );
    return rows[0]?.[0] ?? undefined;
  }

  async advance(step: ProjectionStep): Promise<boolean> {
    return this.#pool.transaction(
      { port: 'projection-store', operation: 'advance' },
      async (session) => {
        if (!(await this.#moveCheckpoint(session, step))) return false;
        await session.runAll(writeStatements(step.writes, this.#catalog));
        return true;
      },
    );
  }

  /** The row stays locked until the writes are committed, so that steps come one after another. */
  async #moveCheckpoint(
    session: Session,
    { projection, from, to }: ProjectionStep,
  ): Promise<boolean> {
    const { name, version } = projection;
    const { checkpoints } = this.#tables;
    const { rowCount } = await session.run(
      from === undefined
        ? {
            ...prepare(`
              INSERT INTO ${checkpoints} AS known (projection, version, position) VALUES ($1, $2, $3)
              ON CONFLICT (projection) DO UPDATE SET position = $3, moved_at = now()
              WHERE known.position IS NULL AND known.version = $2`),
            values: [name, version, to],
          }
        : {
            ...prepare(`
              UPDATE ${checkpoints} SET position = $3, moved_at = now()
              WHERE projection = $1 AND version = $2 AND position = $4`),
            values: [name, version, to, from],
          },
    );
    return rowCount === 1;
  }
}
