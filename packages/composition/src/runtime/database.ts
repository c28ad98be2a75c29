import type {
  AuditReader,
  CheckpointStore,
  DeadLetterStore,
  EventStore,
  LeaderLock,
  ProjectionStore,
  ReadModelStore,
  RebuildStore,
  ShopRepository,
  SnapshotStore,
} from '@foldmart/core';
import type { CouponLedger } from '@foldmart/core/shop';

/** Everything that is kept, behind the ports of the core; one connection pool, or one memory. */
export interface Database {
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
  close(): Promise<void>;
}
