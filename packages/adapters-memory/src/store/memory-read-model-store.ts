import type { ReadModel, ReadModelStore, Row, RowRange } from '@foldmart/core';
import type { DatabaseSession } from './database-session.js';
import { keyOf, scanTable } from './scan-table.js';
import type { Table } from './table.js';

const port = 'read-model-store';

/** The read models of a memory database. */
export class MemoryReadModelStore implements ReadModelStore {
  readonly #session: DatabaseSession;

  constructor(session: DatabaseSession) {
    this.#session = session;
  }

  get(model: ReadModel, key: Row): Promise<Row | undefined> {
    return this.#session.read(port, 'get', () => {
      const table = this.#table(model, 'get');
      return table.get(keyOf(table, key, port, 'get').text);
    });
  }

  count(model: ReadModel): Promise<number> {
    return this.#session.read(port, 'count', () => this.#table(model, 'count').size);
  }

  scan(model: ReadModel, range: RowRange): Promise<readonly Row[]> {
    return this.#session.read(port, 'scan', () =>
      scanTable(this.#table(model, 'scan'), range, port),
    );
  }

  #table(model: ReadModel, operation: string): Table {
    return this.#session.database.tables.table(model.name, port, operation);
  }
}
