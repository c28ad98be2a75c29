import type {
  AuditReader,
  CheckpointStore,
  Clock,
  DeadLetterStore,
  EventStore,
  LeaderLock,
  Projection,
  ProjectionStore,
  ReadModelStore,
  RebuildStore,
  ShopRepository,
  SnapshotStore,
} from '@foldmart/core';
import type { CouponLedger } from '@foldmart/core/shop';
import { MemoryCouponLedger } from '../shop/coupon-ledger/memory-coupon-ledger.js';
import { memoryDatabaseOptionsSchema, type MemoryDatabaseOptions } from '../options.js';
import { InlineProjector } from '../projection-store/inline-projector.js';
import { MemoryProjectionStore } from '../projection-store/memory-projection-store.js';
import { MemoryRebuildStore } from '../rebuild-store/memory-rebuild-store.js';
import { openProjections } from '../projection-store/open-projections.js';
import { DatabaseSession, type BeforeCommit } from './database-session.js';
import { MemoryAuditReader } from '../audit-reader/memory-audit-reader.js';
import { MemoryCheckpointStore } from '../checkpoint-store/memory-checkpoint-store.js';
import { MemoryDatabase } from './memory-database.js';
import { MemoryDeadLetterStore } from '../dead-letter-store/memory-dead-letter-store.js';
import { MemoryEventStore } from '../event-store/memory-event-store.js';
import { MemoryLeaderLock } from '../leader-lock/memory-leader-lock.js';
import { MemoryReadModelStore } from '../read-model-store/memory-read-model-store.js';
import { MemoryShopRepository } from '../repository/memory-repository.js';
import { MemorySnapshotStore } from '../snapshot-store/memory-snapshot-store.js';

/** What an instance lives on. Instances of one database act as several processes on one server. */
export interface MemoryDatabaseDependencies {
  readonly clock: Clock;
  /** Their read models get tables; the inline ones are written with each append. */
  readonly projections: readonly Projection[];
  /** A database of its own where absent. */
  readonly database?: MemoryDatabase;
  /** For tests that hold, fail or count commits. */
  readonly beforeCommit?: BeforeCommit;
}

/** A store with everything beside it. */
export interface MemoryDatabaseInstance {
  readonly events: EventStore;
  readonly deadLetters: DeadLetterStore;
  readonly readModels: ReadModelStore;
  readonly projections: ProjectionStore;
  readonly locks: LeaderLock;
  readonly repository: ShopRepository;
  readonly coupons: CouponLedger;
  readonly snapshots: SnapshotStore;
  readonly checkpoints: CheckpointStore;
  readonly rebuilds: RebuildStore;
  readonly audit: AuditReader;
  /** Closes all of it once the transactions at work have ended; what is called later rejects with reason `closed`. */
  close(): Promise<void>;
  /**
   * Ends the instance as the end of its process would: what it has not committed is rolled back, its locks
   * are free, its calls never return. For tests.
   */
  crash(): void;
}

/**
 * Opens a database in memory: transactions, waits and visibility as Postgres has them, in one process. Throws PortError,
 * `rejected`, where its rows are of a higher version than one of the projections.
 */
export function createMemoryDatabase(
  options: MemoryDatabaseOptions,
  dependencies: MemoryDatabaseDependencies,
): MemoryDatabaseInstance {
  const { name, swapTimeoutMs } = memoryDatabaseOptionsSchema.parse(options);
  const { clock, projections, beforeCommit } = dependencies;
  const database = dependencies.database ?? new MemoryDatabase({ clock });
  openProjections(database, projections);
  const session = new DatabaseSession(database, {
    name,
    clock,
    ...(beforeCommit === undefined ? {} : { beforeCommit }),
  });
  const projector = new InlineProjector(projections);
  return {
    events: new MemoryEventStore(session, projector),
    deadLetters: new MemoryDeadLetterStore(session),
    readModels: new MemoryReadModelStore(session),
    projections: new MemoryProjectionStore(session),
    locks: new MemoryLeaderLock(session),
    repository: new MemoryShopRepository(session),
    coupons: new MemoryCouponLedger(session, projector),
    snapshots: new MemorySnapshotStore(session),
    checkpoints: new MemoryCheckpointStore(session),
    rebuilds: new MemoryRebuildStore(session, swapTimeoutMs),
    audit: new MemoryAuditReader(session),
    close: () => session.close(),
    crash: () => session.crash(),
  };
}
