import type {
  Clock,
  Database,
  EntityCache,
  EventBus,
  Projection,
  RetryPolicy,
  StreamAppend,
  TopicSpec,
} from '@foldmart/core';

/** What every harness gives: names nobody else uses, time, and an end. One harness serves one case. */
export interface Harness {
  /** A name that no other case, run or process uses. */
  uniqueName(prefix: string): string;
  /** The time the adapter lives in: real, or a simulated one that the harness drives. */
  readonly clock: Clock;
  /** Closes and deletes all that the case made. */
  dispose(): Promise<void>;
}

/** How a bus instance is set for a case; short times, so that a crash is noticed soon. */
export interface BusInstanceOptions {
  readonly retry?: RetryPolicy;
  /** How long a member may send no heartbeat before its group removes it. */
  readonly sessionTimeoutMs?: number;
  /** Whether the case stalls the instance. A harness may open others without what stalling needs. */
  readonly canStall?: boolean;
}

/** One process's bus. */
export interface BusInstance {
  readonly bus: EventBus;
  /**
   * Ends it as SIGKILL would: nothing more is sent, committed, released or left; handlers in flight never
   * come back. Its partitions pass on when its session times out.
   */
  crash(): Promise<void>;
  /**
   * Stops its timers and its network as SIGSTOP would, until {@link BusInstance.resume}: no heartbeat leaves it, and
   * it receives nothing. Handlers belong to the case and may resolve meanwhile; what the bus then sends is held back.
   * Only for an instance that was opened with `canStall`.
   */
  stall(): Promise<void>;
  /** Continues a stalled instance, as SIGCONT would: what it sent and what was sent to it arrives. */
  resume(): Promise<void>;
}

/** Opens buses that share one transport. */
export interface EventBusHarness extends Harness {
  /** What the cases' topics are made with, where the transport has such notions: 3 replicas, 2 in sync, unless said here. */
  readonly topicSettings?: Partial<
    Pick<TopicSpec, 'replicationFactor' | 'minInsyncReplicas' | 'compression'>
  >;
  open(options?: BusInstanceOptions): Promise<BusInstance>;
}

/** An append that has done all but commit. */
export interface HeldAppend {
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** One process's database. */
export type StoreInstance = Database;

/** A store that can be killed. */
export interface StoreProcess<Instance extends StoreInstance = StoreInstance> {
  readonly instance: Instance;
  /**
   * Ends it as SIGKILL would: what it has not committed is rolled back, its locks are free, its calls never return or
   * reject with a PortError. Resolves once the database has noticed.
   */
  crash(): Promise<void>;
}

/** Opens stores on one database, as several processes would. */
export interface EventStoreHarness<Instance extends StoreInstance = StoreInstance> extends Harness {
  /** Every instance of a harness sees the same database, each with the projections it is given. */
  open(projections: readonly Projection[]): Promise<Instance>;
  /** The same, for cases that kill it. */
  openProcess(projections: readonly Projection[]): Promise<StoreProcess<Instance>>;
  /** Runs an append up to its commit, in a transaction of its own, and holds it there. */
  holdAppend(append: StreamAppend): Promise<HeldAppend>;
  /** Takes a log position (and whatever else an append takes early) in a transaction and rolls it back. */
  wastePosition(): Promise<void>;
}

/** Opens clients of one cache. */
export interface EntityCacheHarness extends Harness {
  open(): Promise<EntityCache>;
}
