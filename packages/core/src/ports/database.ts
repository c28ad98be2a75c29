import type { AuditReader } from './audit-reader.js';
import type { CheckpointStore } from './checkpoint-store.js';
import type { DeadLetterStore } from './dead-letter-store.js';
import type { EventStore } from './event-store.js';
import type { LeaderLock } from './leader-lock.js';
import type { ProjectionStore } from './projection-store.js';
import type { ReadModelStore } from './read-model-store.js';
import type { RebuildStore } from './rebuild-store.js';
import type { Repository } from './repository.js';
import type { SnapshotStore } from './snapshot-store.js';
import type { FindModule } from './store-module.js';

/** All ports of one database. */
export interface Database {
  readonly events: EventStore;
  readonly deadLetters: DeadLetterStore;
  readonly readModels: ReadModelStore;
  readonly projections: ProjectionStore;
  readonly rebuilds: RebuildStore;
  readonly locks: LeaderLock;
  readonly repository: Repository;
  readonly snapshots: SnapshotStore;
  readonly checkpoints: CheckpointStore;
  readonly audit: AuditReader;
  /** The ports of a module. Throws RangeError if the database was opened without it. */
  readonly module: FindModule;
  /**
   * Waits for the operations in progress, releases the locks and closes every connection. Later calls reject with
   * reason `closed`. Idempotent.
   */
  close(): Promise<void>;
}
