import type { RowTable } from '@foldmart/core';
import type { AuditedTables, ModuleState } from './module-state.js';

interface KeptState {
  readonly module: ModuleState<unknown>;
  readonly state: unknown;
}

/** The states of all modules that any instance of a database was opened with. */
export class ModuleStates {
  readonly #kept = new Map<string, KeptState>();

  /** The state of a module, made at its first use. */
  of<State>(module: ModuleState<State>): State {
    const kept = this.#kept.get(module.name) ?? { module, state: module.createState() };
    this.#kept.set(module.name, kept);
    return kept.state as State;
  }

  /** The tables of all modules as they are now. */
  freeze(): AuditedTables {
    const frozen = [...this.#kept.values()].map(({ module, state }) => module.freeze(state));
    return {
      find(table): RowTable | undefined {
        for (const tables of frozen) {
          const found = tables.find(table);
          if (found !== undefined) return found;
        }
        return undefined;
      },
    };
  }
}
