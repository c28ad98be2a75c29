import type { AuditReader, AuditView, StoreModule } from '@foldmart/core';
import { PostgresAuditView } from './postgres-audit-view.js';
import type { ConnectionPool } from '../connection/connection-pool.js';
import { beginReadingOneMoment, inTransaction, type Session } from '../connection/session.js';
import type { DatabaseTables } from '../database-tables.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';

/** What the caller's work came to. */
type Outcome<Result> =
  { readonly ok: true; readonly value: Result } | { readonly ok: false; readonly error: unknown };

/** Views on snapshots of the database, each in a read-only transaction on a connection of its own. */
export class PostgresAuditReader implements AuditReader {
  readonly #pool: ConnectionPool;
  readonly #tables: DatabaseTables;
  readonly #catalog: ModelCatalog;
  readonly #moduleTables: ReadonlySet<string>;

  /** The pool's connections must have no time-outs of their own. */
  constructor(
    pool: ConnectionPool,
    tables: DatabaseTables,
    catalog: ModelCatalog,
    modules: readonly StoreModule<unknown>[],
  ) {
    this.#pool = pool;
    this.#tables = tables;
    this.#catalog = catalog;
    this.#moduleTables = new Set(modules.flatMap((module) => module.tables));
  }

  async audit<Result>(work: (view: AuditView) => Promise<Result>): Promise<Result> {
    const outcome = await this.#pool.use({ port: 'audit-reader', operation: 'audit' }, (session) =>
      inTransaction(session, () => this.#atOneMoment(session, work), beginReadingOneMoment),
    );
    // What the work rejects with is its own affair, not the database's.
    if (!outcome.ok) throw outcome.error;
    return outcome.value;
  }

  async #atOneMoment<Result>(
    session: Session,
    work: (view: AuditView) => Promise<Result>,
  ): Promise<Outcome<Result>> {
    await takeTime(session);
    const { address } = this.#pool.target;
    const view = new PostgresAuditView(session, {
      tables: this.#tables,
      catalog: this.#catalog,
      moduleTables: this.#moduleTables,
      address,
    });
    try {
      return { ok: true, value: await work(view) };
    } catch (error) {
      return { ok: false, error };
    } finally {
      view.end();
    }
  }
}

/** Lifts the time-outs that the role or the database may have set, and takes the transaction's snapshot. */
async function takeTime(session: Session): Promise<void> {
  await session.run({
    text: `
      SELECT set_config(name, '0', true) FROM pg_settings
      WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`,
  });
}
