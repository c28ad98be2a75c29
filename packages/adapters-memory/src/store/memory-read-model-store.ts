import type { ReadModel, ReadModelStore, Row, RowRange } from '@foldmart/core';
import { UnstorableError } from '../json/storable-json.js';
import type { DatabaseSession } from './database-session.js';
import { toRowKey, type RowKey } from './row-keys.js';
import { rejectedError } from './store-errors.js';
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
      return table.get(toKey(table, key, 'get').text);
    });
  }

  count(model: ReadModel): Promise<number> {
    return this.#session.read(port, 'count', () => this.#table(model, 'count').size);
  }

  scan(model: ReadModel, { after, limit }: RowRange): Promise<readonly Row[]> {
    return this.#session.read(port, 'scan', () => {
      const table = this.#table(model, 'scan');
      const behind = after === undefined ? undefined : toKey(table, after, 'scan').columns;
      return table.scan(behind, limit);
    });
  }

  #table(model: ReadModel, operation: string): Table {
    return this.#session.database.tables.table(model.name, port, operation);
  }
}

function toKey(table: Table, key: Row, operation: string): RowKey {
  try {
    return toRowKey(table.model, key);
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error;
    throw rejectedError(port, operation, `No row can have this key: ${error.message}.`);
  }
}
