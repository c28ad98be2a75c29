import {
  assertLimit,
  type ReadModel,
  type ReadModelStore,
  type Row,
  type RowRange,
  type RowTable,
} from '@foldmart/core';
import { askRows } from '../database/ask-rows.js';
import type { DatabaseSession } from '../database/database-session.js';

const port = 'read-model-store';

/** The read models of a memory database. */
export class MemoryReadModelStore implements ReadModelStore {
  readonly #session: DatabaseSession;

  constructor(session: DatabaseSession) {
    this.#session = session;
  }

  get(model: ReadModel, key: Row): Promise<Row | undefined> {
    return this.#session.read(port, 'get', () =>
      askRows(port, 'get', () => this.#table(model, 'get').find(key)),
    );
  }

  count(model: ReadModel): Promise<number> {
    return this.#session.read(port, 'count', () => this.#table(model, 'count').size);
  }

  scan(model: ReadModel, range: RowRange): Promise<readonly Row[]> {
    return this.#session.read(port, 'scan', () => {
      assertLimit(range.limit);
      return askRows(port, 'scan', () => this.#table(model, 'scan').scan(range));
    });
  }

  #table(model: ReadModel, operation: string): RowTable {
    return this.#session.database.tables.table(model.name, port, operation);
  }
}
