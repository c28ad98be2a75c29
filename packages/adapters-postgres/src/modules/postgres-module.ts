import type { Clock, Random, StoreModule } from '@foldmart/core';
import type { ConnectionPool } from '../connection/connection-pool.js';
import type { TableNamer } from '../database-tables.js';
import type { LogContext } from '../event-store/log-writer.js';

/**
 * One step of the layout of a module's tables, from version 1. A published step never changes: later changes are
 * steps of their own.
 */
export interface ModuleMigration {
  readonly version: number;
  readonly name: string;
  readonly statements: (tableName: TableNamer) => readonly string[];
}

/** What a module's ports are opened with. */
export interface PostgresModuleContext {
  /** Closed with the database. */
  readonly pool: ConnectionPool;
  /** Writes the event log, with inline projections, in the module's own transactions. */
  readonly log: LogContext;
  readonly tableName: TableNamer;
  readonly clock: Clock;
  readonly random: Random;
}

/** A {@link StoreModule} on Postgres. */
export interface PostgresModule<Ports> extends StoreModule<Ports> {
  /** All steps in ascending order of version. They run when a database is opened, before `open`. */
  readonly migrations: readonly ModuleMigration[];
  open(context: PostgresModuleContext): Ports;
}
