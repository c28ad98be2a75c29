import {
  PortError,
  type CheckpointState,
  type CheckpointStore,
  type LogPosition,
} from '@foldmart/core';
import { canonicalTime } from '../canonical-time.js';
import { present } from '../codec.js';
import type { ConnectionPool } from '../connection/connection-pool.js';
import { prepare, type Statement } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';
import { isStorableText } from '../event-store/representable.js';

const port = 'checkpoint-store';

/** Checkpoints in the table `subscription_checkpoints`. */
export class PostgresCheckpointStore implements CheckpointStore {
  readonly isDurable = true;
  readonly #pool: ConnectionPool;
  readonly #tables: DatabaseTables;

  constructor(pool: ConnectionPool, tables: DatabaseTables) {
    this.#pool = pool;
    this.#tables = tables;
  }

  async load(subscription: string): Promise<LogPosition | undefined> {
    if (!isStorableText(subscription)) return undefined;
    const { rows } = await this.#pool.run(
      { port, operation: 'load' },
      {
        ...prepare(`SELECT position FROM ${this.#tables.subscriptions} WHERE subscription = $1`),
        values: [subscription],
      },
    );
    return rows[0]?.[0] ?? undefined;
  }

  async move(
    subscription: string,
    { from, to }: { readonly from: LogPosition | undefined; readonly to: LogPosition },
  ): Promise<boolean> {
    assertStorable(subscription);
    const { rowCount } = await this.#pool.run(
      { port, operation: 'move' },
      from === undefined
        ? this.#firstMove(subscription, to)
        : this.#nextMove(subscription, from, to),
    );
    return rowCount === 1;
  }

  async list(): Promise<readonly CheckpointState[]> {
    const { rows } = await this.#pool.run(
      { port, operation: 'list' },
      prepare(`
        SELECT subscription, position, ${canonicalTime('moved_at')}
        FROM ${this.#tables.subscriptions} ORDER BY subscription`),
    );
    return rows.map(([subscription, position, movedAt]) => ({
      subscription: present(subscription),
      position: present(position),
      movedAt: present(movedAt),
    }));
  }

  #firstMove(subscription: string, to: LogPosition): Statement {
    return {
      ...prepare(`
        INSERT INTO ${this.#tables.subscriptions} (subscription, position) VALUES ($1, $2)
        ON CONFLICT DO NOTHING`),
      values: [subscription, to],
    };
  }

  #nextMove(subscription: string, from: LogPosition, to: LogPosition): Statement {
    return {
      ...prepare(`
        UPDATE ${this.#tables.subscriptions} SET position = $3, moved_at = now()
        WHERE subscription = $1 AND position = $2`),
      values: [subscription, from, to],
    };
  }
}

function assertStorable(subscription: string): void {
  if (isStorableText(subscription)) return;
  throw new PortError({
    port,
    operation: 'move',
    reason: 'rejected',
    message: `A subscription cannot be named ${JSON.stringify(subscription)}: Postgres cannot keep a character of it.`,
  });
}
