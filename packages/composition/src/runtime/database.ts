import type {
  CouponLedger,
  DeadLetterStore,
  EventStore,
  LeaderLock,
  ProjectionStore,
  ReadModelStore,
  ShopRepository,
} from '@foldmart/core';

/** Everything that is kept, behind the ports of the core; one connection pool, or one memory. */
export interface Database {
  readonly events: EventStore;
  readonly deadLetters: DeadLetterStore;
  readonly readModels: ReadModelStore;
  readonly projections: ProjectionStore;
  readonly locks: LeaderLock;
  readonly repository: ShopRepository;
  readonly coupons: CouponLedger;
  close(): Promise<void>;
}
