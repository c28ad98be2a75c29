import {
  assertCachedEntityKinds,
  assertModulesFit,
  openModules,
  type CachedEntityKind,
  type Clock,
  type Database,
  type LeaseTable,
  type Projection,
} from '@foldmart/core';
import { MemoryAuditReader } from '../audit-reader/memory-audit-reader.js';
import { MemoryCheckpointStore } from '../checkpoint-store/memory-checkpoint-store.js';
import { MemoryDeadLetterStore } from '../dead-letter-store/memory-dead-letter-store.js';
import { MemoryEventStore } from '../event-store/memory-event-store.js';
import { memoryLeaderLock } from '../leader-lock/memory-leader-lock.js';
import type { MemoryModule } from '../modules/memory-module.js';
import { memoryDatabaseOptionsSchema, type MemoryDatabaseOptions } from '../options.js';
import { InlineProjector } from '../projection-store/inline-projector.js';
import { MemoryProjectionStore } from '../projection-store/memory-projection-store.js';
import { openProjections } from '../projection-store/open-projections.js';
import { MemoryReadModelStore } from '../read-model-store/memory-read-model-store.js';
import { MemoryRebuildStore } from '../rebuild-store/memory-rebuild-store.js';
import { MemoryRepository } from '../repository/memory-repository.js';
import { MemorySnapshotStore } from '../snapshot-store/memory-snapshot-store.js';
import { DatabaseSession, type BeforeCommit } from './database-session.js';
import { MemoryDatabase } from './memory-database.js';

/** What an instance uses. Instances of one MemoryDatabase behave as several processes on one server. */
export interface MemoryDatabaseDependencies {
  readonly clock: Clock;
  /** Their read models get tables; the inline ones are written with each append. */
  readonly projections: readonly Projection[];
  /** Checked when the database is opened. */
  readonly cachedKinds?: readonly CachedEntityKind[];
  /** What a domain adds to the store; `database.module(…)` gives the ports of each. */
  readonly modules?: readonly MemoryModule<unknown>[];
  /** Default: a new MemoryDatabase. */
  readonly database?: MemoryDatabase;
  /** For tests that hold, fail or count commits. */
  readonly beforeCommit?: BeforeCommit;
  /** For tests that hold, fail or count what the leader locks ask of the server. */
  readonly leases?: (table: LeaseTable) => LeaseTable;
}

/** A database in memory. */
export interface MemoryDatabaseInstance extends Database {
  /**
   * Ends the instance as if its process were killed: uncommitted changes are rolled back, the leases of its locks
   * are no longer renewed, its calls never settle. For tests.
   */
  crash(): void;
}

/**
 * Opens a database in memory, with the transactions, waits and visibility of Postgres in one process. Throws
 * PortError, `rejected`, if its rows are of a higher version than one of the projections, and RangeError if
 * projections, cached kinds and modules do not fit together.
 */
export function createMemoryDatabase(
  options: MemoryDatabaseOptions,
  dependencies: MemoryDatabaseDependencies,
): MemoryDatabaseInstance {
  const { name, swapTimeoutMs, leaderLeaseMs } = memoryDatabaseOptionsSchema.parse(options);
  const { clock, projections, cachedKinds = [], modules = [], beforeCommit, leases } = dependencies;
  assertCachedEntityKinds(cachedKinds);
  assertModulesFit(modules, projections);
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
    locks: memoryLeaderLock(session, { leaseMs: leaderLeaseMs, clock, leases }),
    repository: new MemoryRepository(session),
    snapshots: new MemorySnapshotStore(session),
    checkpoints: new MemoryCheckpointStore(session),
    rebuilds: new MemoryRebuildStore(session, swapTimeoutMs),
    audit: new MemoryAuditReader(session),
    module: openModules(modules, (module) =>
      module.open({ session, projector, state: database.modules.of(module) }),
    ),
    close: () => session.close(),
    crash: () => session.crash(),
  };
}
