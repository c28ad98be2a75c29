import {
  type LogPosition,
  type PreparedWrite,
  prepareWrite,
  type Projection,
  type ProjectionStep,
  type ProjectionStore,
  UnstorableError,
} from '@foldmart/core';
import type { DatabaseSession } from './database-session.js';
import { rejectedError } from './store-errors.js';

const port = 'projection-store';

/** The asynchronous projections of a memory database. */
export class MemoryProjectionStore implements ProjectionStore {
  readonly #session: DatabaseSession;

  constructor(session: DatabaseSession) {
    this.#session = session;
  }

  checkpoint({ name }: Projection): Promise<LogPosition | undefined> {
    const { checkpoints } = this.#session.database;
    return this.#session.read(port, 'checkpoint', () => checkpoints.get(name));
  }

  async advance(step: ProjectionStep): Promise<boolean> {
    const { name } = step.projection;
    const { database } = this.#session;
    return this.#session.transact(port, 'advance', async (transaction) => {
      await database.claims.claim(transaction, { names: [`projection ${name}`] });
      if (database.checkpoints.get(name) !== step.from) return false;
      for (const write of this.#prepare(step)) transaction.onCommit(write);
      transaction.onCommit(() => database.checkpoints.set(name, step.to));
      return true;
    });
  }

  #prepare({ projection, writes }: ProjectionStep): readonly PreparedWrite[] {
    const { tables } = this.#session.database;
    try {
      return writes.map((write) =>
        prepareWrite((model) => tables.table(model, port, 'advance'), write),
      );
    } catch (error) {
      if (!(error instanceof UnstorableError)) throw error;
      const message = `${projection.name} makes a row that cannot be stored: ${error.message}.`;
      throw rejectedError(port, 'advance', message, { cause: error });
    }
  }
}
