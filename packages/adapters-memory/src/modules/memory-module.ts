import type { StoreModule } from '@foldmart/core';
import type { DatabaseSession } from '../database/database-session.js';
import type { InlineProjector } from '../projection-store/inline-projector.js';
import type { ModuleState } from './module-state.js';

/** What a module's ports are opened with. */
export interface MemoryModuleContext<State> {
  /** Runs transactions on the database. */
  readonly session: DatabaseSession;
  /** Projects the events that the module appends. */
  readonly projector: InlineProjector;
  /** The module's state, shared by all instances of the database. */
  readonly state: State;
}

/** A {@link StoreModule} in memory. */
export interface MemoryModule<Ports, State = unknown>
  extends StoreModule<Ports>, ModuleState<State> {
  readonly name: string;
  open(context: MemoryModuleContext<State>): Ports;
}
