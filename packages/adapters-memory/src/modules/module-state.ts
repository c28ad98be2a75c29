import type { RowTable } from '@foldmart/core';

/** Tables as of one moment, for an audit. */
export interface AuditedTables {
  /** The table of this name; undefined if there is none. */
  find(table: string): RowTable | undefined;
}

/** How a module keeps its state in a MemoryDatabase. */
export interface ModuleState<State> {
  readonly name: string;
  /** Makes the empty state, once for each MemoryDatabase. */
  createState(): State;
  /** The rows of all tables of the module as they are now; later changes of `state` must not show. */
  freeze(state: State): AuditedTables;
}
