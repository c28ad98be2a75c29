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
  /** How long a member may send no heartbeat before its group removes it. */
  readonly sessionTimeoutMs?: number;
  /**
   * Whether the case stalls the instance. A harness may open other instances without support for
   * stalling.
   */
  readonly canStall?: boolean;
  /**
   * Whether the case cuts the instance off. Such an instance gives up a publish after a second at
   * most.
   */
  readonly canCutOff?: boolean;
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
  /**
   * Stops its timers and its network as SIGSTOP would, until {@link BusInstance.resume}: it sends
   * no heartbeat and receives nothing. Handlers belong to the case and may resolve in the meantime;
   * what the bus then sends is held back. Only for an instance that was opened with `canStall`.
   */
  stall(): Promise<void>;
  /**
   * Continues a stalled instance as SIGCONT would: messages that it sent, and messages that were
   * sent to it, arrive.
   */
  resume(): Promise<void>;
  /**
   * Takes the transport away from what the instance publishes, until {@link BusInstance.reconnect}:
   * its connections break, in the middle of an answer if one comes, and new ones fail, or the
   * transport has no room. What is in flight may or may not be written. Calls reject with a retryable
   * PortError. Only for an instance that was opened with `canCutOff`.
   */
  cutOff(): Promise<void>;
  /** Gives the transport back. */
  reconnect(): Promise<void>;
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

/** The database of one process. */
export type StoreInstance = Database;

/** A store whose process can be killed. */
export interface StoreProcess<Instance extends StoreInstance = StoreInstance> {
  readonly instance: Instance;
  /**
   * Ends the process as SIGKILL would: uncommitted work is rolled back, and leases are no longer renewed. Its
   * pending calls never settle, or reject with a PortError. Resolves once the database has noticed.
   */
  crash(): Promise<void>;
}

/** Opens stores on one database, as several processes would. */
export interface EventStoreHarness<Instance extends StoreInstance = StoreInstance> extends Harness {
  /** Opens a process with the given projections. All instances of a harness share one database. */
  open(projections: readonly Projection[]): Promise<Instance>;
  /** Same as `open`, for cases that kill the process. */
  openProcess(projections: readonly Projection[]): Promise<StoreProcess<Instance>>;
  /** Runs an append up to its commit, in a transaction of its own, and holds it there. */
  holdAppend(append: StreamAppend): Promise<HeldAppend>;
  /**
   * Takes a log position (and whatever else an append takes early) in a transaction, and rolls it
   * back.
   */
  wastePosition(): Promise<void>;
}

/** A process that can be stopped. */
export interface StoppableProcess<
  Instance extends StoreInstance = StoreInstance,
> extends StoreProcess<Instance> {
  /**
   * Stops its timers and its network as SIGSTOP would, until {@link StoppableProcess.resume}. The
   * monotonic clock that it reads goes on, as a computer's does.
   */
  stall(): Promise<void>;
  /** Continues it as SIGCONT would. What it sent, and what was sent to it, arrives. */
  resume(): Promise<void>;
}

/** Opens processes that lead. */
export interface LeaderLockHarness<
  Instance extends StoreInstance = StoreInstance,
> extends EventStoreHarness<Instance> {
  /** Opens a process that can be stopped, and whose leases last this long. */
  openLeader(leaderLeaseMs: number): Promise<StoppableProcess<Instance>>;
}

/** Opens clients of one cache. */
export interface EntityCacheHarness extends Harness {
  open(): Promise<EntityCache>;
}
