import type {
  AuditReader,
  CheckpointStore,
  Clock,
  DeadLetterStore,
  EntityCache,
  EventBus,
  EventStore,
  LeaderLock,
  Projection,
  ProjectionStore,
  ReadModelStore,
  RebuildStore,
  RetryPolicy,
  ShopRepository,
  SnapshotStore,
  StreamAppend,
  TopicSpec,
} from '@foldmart/core';
import type { CouponLedger } from '@foldmart/core/shop';

/**
 * What every harness provides: unique names, a clock, and disposal. One harness serves one case.
 */
export interface Harness {
  /** Returns a name that no other case, run or process uses. */
  uniqueName(prefix: string): string;
  /** The clock that the adapter runs by: real, or simulated and driven by the harness. */
  readonly clock: Clock;
  /** Closes and deletes everything that the case created. */
  dispose(): Promise<void>;
}

/** Options of a bus instance. The times are short, so that a crash is noticed within a case. */
export interface BusInstanceOptions {
  readonly retry?: RetryPolicy;
  /** After how many milliseconds without a heartbeat a member counts as gone. */
  readonly sessionTimeoutMs?: number;
}

/** The bus of one process. */
export interface BusInstance {
  readonly bus: EventBus;
  /**
   * Ends the instance as SIGKILL would: it sends, commits and releases nothing more and does not
   * leave its groups. Running handlers never return. Its partitions are reassigned when its session
   * times out.
   */
  crash(): Promise<void>;
}

/** Opens buses that share one transport. */
export interface EventBusHarness extends Harness {
  /**
   * Settings of the topics that cases create, for transports that have them. Default: 3 replicas, 2
   * in sync.
   */
  readonly topicSettings?: Partial<
    Pick<TopicSpec, 'replicationFactor' | 'minInsyncReplicas' | 'compression'>
  >;
  open(options?: BusInstanceOptions): Promise<BusInstance>;
}

/** An append that has done everything except commit. */
export interface HeldAppend {
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** All ports of one database. The database is empty and used by one harness only. */
export interface StoreInstance {
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

/** A store whose process can be killed. */
export interface StoreProcess {
  readonly instance: StoreInstance;
  /**
   * Ends the process as SIGKILL would: uncommitted work is rolled back and locks are released. Its
   * pending calls never settle, or reject with a PortError. Resolves once the database has noticed.
   */
  crash(): Promise<void>;
}

/** Opens stores on one database, as several processes would. */
export interface EventStoreHarness extends Harness {
  /** Opens a process with the given projections. All instances of a harness share one database. */
  open(projections: readonly Projection[]): Promise<StoreInstance>;
  /** Same as `open`, for cases that kill the process. */
  openProcess(projections: readonly Projection[]): Promise<StoreProcess>;
  /** Runs an append up to its commit, in a transaction of its own, and holds it there. */
  holdAppend(append: StreamAppend): Promise<HeldAppend>;
  /**
   * Takes a log position (and whatever else an append takes early) in a transaction, and rolls it
   * back.
   */
  wastePosition(): Promise<void>;
}

/** Opens clients of one cache. */
export interface EntityCacheHarness extends Harness {
  open(): Promise<EntityCache>;
}
