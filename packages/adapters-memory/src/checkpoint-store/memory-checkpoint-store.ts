import {
  type CheckpointState,
  type CheckpointStore,
  compareUtf8,
  type LogPosition,
} from '@foldmart/core';
import type { DatabaseSession } from '../database/database-session.js';
import { timestampOf } from '../database/timestamp.js';

const port = 'checkpoint-store';

/** The checkpoints of subscriptions to a memory database. */
export class MemoryCheckpointStore implements CheckpointStore {
  readonly isDurable = false;
  readonly #session: DatabaseSession;

  constructor(session: DatabaseSession) {
    this.#session = session;
  }

  load(subscription: string): Promise<LogPosition | undefined> {
    const { subscriptions } = this.#session.database;
    return this.#session.read(port, 'load', () => subscriptions.get(subscription)?.position);
  }

  move(
    subscription: string,
    { from, to }: { readonly from: LogPosition | undefined; readonly to: LogPosition },
  ): Promise<boolean> {
    const { claims, clock, subscriptions } = this.#session.database;
    return this.#session.transact(port, 'move', async (transaction) => {
      await claims.claim(transaction, { names: [`subscription ${subscription}`] });
      if (subscriptions.get(subscription)?.position !== from) return false;
      const moved = { subscription, position: to, movedAt: timestampOf(clock) };
      transaction.onCommit(() => subscriptions.set(subscription, moved));
      return true;
    });
  }

  list(): Promise<readonly CheckpointState[]> {
    const { subscriptions } = this.#session.database;
    return this.#session.read(port, 'list', () =>
      [...subscriptions.values()].sort((one, other) =>
        compareUtf8(one.subscription, other.subscription),
      ),
    );
  }
}
