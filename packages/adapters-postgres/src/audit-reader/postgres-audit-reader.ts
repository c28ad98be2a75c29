import type { AuditReader, AuditView, StoreModule } from '@foldmart/core';
import { PostgresAuditView } from './postgres-audit-view.js';
import type { PatientPool } from '../connection/patient-pool.js';
import { beginReadingOneMoment, type Session } from '../connection/session.js';
import type { DatabaseTables } from '../database-tables.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';

/** The outcome of the caller's work. */
type Outcome<Result> =
  { readonly ok: true; readonly value: Result } | { readonly ok: false; readonly error: unknown };

/** Views of snapshots of the database, each in a read-only transaction on its own connection. */
export class PostgresAuditReader implements AuditReader {
  readonly #pool: PatientPool;
  readonly #tables: DatabaseTables;
  readonly #catalog: ModelCatalog;
  readonly #moduleTables: ReadonlySet<string>;

  constructor(
    pool: PatientPool,
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
    const outcome = await this.#pool.transaction(
      { port: 'audit-reader', operation: 'audit' },
      (session) => this.#atOneMoment(session, work),
      beginReadingOneMoment,
    );
    // An error of the work is not an error of the database.
    if (!outcome.ok) throw outcome.error;
    return outcome.value;
  }

  async #atOneMoment<Result>(
    session: Session,
    work: (view: AuditView) => Promise<Result>,
  ): Promise<Outcome<Result>> {
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
