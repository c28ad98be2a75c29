import type { DatabaseTables } from '../database-tables.js';

/** One step of the database's own layout. A published step never changes: what comes later is another step. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly statements: (tables: DatabaseTables) => readonly string[];
}
