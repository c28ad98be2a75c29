import type {
  LogPosition,
  Projection,
  ProjectionFailure,
  ProjectionState,
  ProjectionStep,
  ProjectionStore,
} from '@foldmart/core';
import type { DatabaseSession } from '../database/database-session.js';
import { timestampOf } from '../database/timestamp.js';
import type { Transaction } from '../database/transaction.js';
import { prepareStep } from './prepare-step.js';
import { projectionsTable } from './projection-states.js';

const port = 'projection-store';

/** The projections of a memory database. */
export class MemoryProjectionStore implements ProjectionStore {
  readonly #session: DatabaseSession;

  constructor(session: DatabaseSession) {
    this.#session = session;
  }

  checkpoint(projection: Projection): Promise<LogPosition | undefined> {
    const { projectionStates } = this.#session.database;
    return this.#session.read(port, 'checkpoint', () => projectionStates.checkpoint(projection));
  }

  advance({ projection, from, to, writes }: ProjectionStep): Promise<boolean> {
    const { clock, projectionStates, tables } = this.#session.database;
    return this.#change('advance', projection.name, (transaction) => {
      const state = projectionStates.current(projection);
      if (state === undefined || state.position !== from || state.parked !== undefined) {
        return false;
      }
      const prepared = prepareStep(port, projection.name, writes, (model) =>
        tables.table(model, port, 'advance'),
      );
      const moved = { ...state, position: to, movedAt: timestampOf(clock) };
      transaction.onCommit(() => prepared.make());
      transaction.onCommit(() => projectionStates.set(moved));
      return true;
    });
  }

  states(): Promise<readonly ProjectionState[]> {
    const { projectionStates } = this.#session.database;
    return this.#session.read(port, 'states', () => projectionStates.list());
  }

  park(
    projection: Projection,
    from: LogPosition | undefined,
    failure: ProjectionFailure,
  ): Promise<boolean> {
    const { clock, projectionStates } = this.#session.database;
    return this.#change('park', projection.name, (transaction) => {
      const state = projectionStates.current(projection);
      if (state === undefined || state.position !== from) return false;
      const parked = { ...failure, parkedAt: timestampOf(clock) };
      transaction.onCommit(() => projectionStates.set({ ...state, parked }));
      return true;
    });
  }

  resume(name: string): Promise<boolean> {
    const { projectionStates } = this.#session.database;
    return this.#change('resume', name, (transaction) => {
      const state = projectionStates.get(name);
      if (state?.parked === undefined) return false;
      transaction.onCommit(() => projectionStates.set({ ...state, parked: undefined }));
      return true;
    });
  }

  retire(name: string): Promise<boolean> {
    const { projectionStates } = this.#session.database;
    return this.#change('retire', name, (transaction) => {
      transaction.onCommit(() => projectionStates.delete(name));
      return projectionStates.get(name) !== undefined;
    });
  }

  /** Runs `work` after every transaction that changed the projection has committed or rolled back. */
  #change(
    operation: string,
    name: string,
    work: (transaction: Transaction) => boolean,
  ): Promise<boolean> {
    const { claims, tableLocks } = this.#session.database;
    return this.#session.transact(port, operation, async (transaction) => {
      await claims.claim(transaction, { names: [`projection ${name}`] });
      await tableLocks.share(transaction, [projectionsTable]);
      return work(transaction);
    });
  }
}
