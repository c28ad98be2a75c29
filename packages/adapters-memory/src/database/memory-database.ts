import type { CheckpointState, Clock, StreamSnapshot } from '@foldmart/core';
import { ModuleStates } from '../modules/module-states.js';
import { ProjectionStates } from '../projection-store/projection-states.js';
import { ReadModelTables } from '../read-model-store/read-model-tables.js';
import type { StoredLease } from '../leader-lock/stored-lease.js';
import type { Rebuild } from '../rebuild-store/rebuild.js';
import { Claims } from './claims.js';
import { DeadLetterTable } from '../dead-letter-store/dead-letter-table.js';
import { HeldKeyTable } from '../dead-letter-store/held-key-table.js';
import { ConsumedPositions } from '../event-store/consumed-positions.js';
import { EventLog } from '../event-store/event-log.js';
import { TableLocks } from './table-locks.js';
import { Transactions } from './transactions.js';

/**
 * The state that several instances share, as several processes share a server: the log, read models, dead letters,
 * consumed positions, snapshots, checkpoints, locks, the state of modules, and the transactions that change them.
 */
export class MemoryDatabase {
  readonly clock: Clock;
  readonly log = new EventLog();
  readonly tables = new ReadModelTables();
  readonly modules = new ModuleStates();
  readonly deadLetters: DeadLetterTable;
  readonly heldKeys: HeldKeyTable;
  readonly consumed: ConsumedPositions;
  readonly transactions: Transactions;
  readonly claims = new Claims();
  readonly tableLocks: TableLocks;
  readonly projectionStates = new ProjectionStates();
  readonly rebuilds = new Map<string, Rebuild>();
  readonly subscriptions = new Map<string, CheckpointState>();
  readonly snapshots = new Map<string, StreamSnapshot>();
  readonly leases = new Map<string, StoredLease>();
  /** By cached kind: the time of the last marks, in microseconds since the epoch. */
  readonly lastCacheTurns = new Map<string, number>();
  readonly #appendListeners = new Set<() => void>();

  constructor(dependencies: { readonly clock: Clock }) {
    this.clock = dependencies.clock;
    this.deadLetters = new DeadLetterTable(this.clock);
    this.heldKeys = new HeldKeyTable(this.deadLetters);
    this.consumed = new ConsumedPositions(this.clock);
    this.tableLocks = new TableLocks(this.clock);
    this.transactions = new Transactions(this.clock, () => {
      if (this.log.settle(this.transactions.horizon)) this.#announce();
    });
  }

  /** Calls `listener` whenever readers can see new events, until the returned function is called. */
  onAppended(listener: () => void): () => void {
    // A listener that is registered twice is called twice.
    const call = (): void => listener();
    this.#appendListeners.add(call);
    return () => void this.#appendListeners.delete(call);
  }

  #announce(): void {
    for (const call of [...this.#appendListeners]) call();
  }
}
