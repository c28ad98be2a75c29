import type { DatabaseTables } from '../database-tables.js';

/** One step of the library's own layout. A published step never changes: later changes are steps of their own. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly statements: (tables: DatabaseTables) => readonly string[];
}
