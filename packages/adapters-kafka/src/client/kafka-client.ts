import type { MessageHeaders } from '@foldmart/core';

/**
 * What this package needs from a Kafka client library: single protocol requests, sent to the right broker. No
 * batching, no retries, no consumer. Requests reject with the library's own errors, which `kafkaErrorType` and
 * `classifyKafkaError` interpret.
 */
export interface KafkaClient extends ProducerClient, FetchClient, GroupClient, AdminClient {
  /** Rejects if no bootstrap server answers. */
  connect(): Promise<void>;
  /** Closes the connections after pending requests are answered, at most a second later. Idempotent. */
  disconnect(): Promise<void>;
  /** Closes the connections at once and opens no new ones. */
  sever(): void;
}

/** The location of topics in the cluster. */
export interface MetadataClient {
  /** The leaders of a topic's partitions, from cached metadata; fetches it if there is none. */
  leaders(topic: string): Promise<PartitionLeaders>;
  /** Fetches the metadata of all topics asked for so far, and discards the cached group coordinators. */
  refreshMetadata(): Promise<void>;
}

/** The id of the leading broker, by partition; negative if there is no leader now. */
export type PartitionLeaders = ReadonlyMap<number, number>;

/** Identifies a producer's sequence of records to the brokers. */
export interface ProducerId {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

/** A record to be produced. */
export interface OutgoingRecord {
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly headers: MessageHeaders;
}

/** Records for one partition, to be written as one batch. */
export interface ProduceRequest {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly OutgoingRecord[];
  readonly producer: ProducerId;
  /** The sequence number of the first record, for this producer and partition. */
  readonly firstSequence: number;
}

export interface ProducerClient extends MetadataClient {
  createProducerId(): Promise<ProducerId>;
  /** Sends once. Resolves when all in-sync replicas have the records. */
  produce(request: ProduceRequest): Promise<void>;
}

/** A record as it was fetched. */
export interface FetchedRecord {
  readonly offset: string;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** If a header is repeated, the last value. */
  readonly headers: MessageHeaders;
}

/** Where to read a partition. */
export interface FetchPosition {
  readonly partition: number;
  readonly offset: bigint;
}

/** What was fetched from a partition: committed records only, without transaction markers. */
export interface FetchedPartition {
  readonly partition: number;
  readonly records: readonly FetchedRecord[];
  /** The next offset to fetch, after records that were left out too. */
  readonly nextOffset: bigint;
}

/** A partition that could not be read. Others of the same request may have been. */
export interface UnreadPartition {
  readonly partition: number;
  readonly error: Error;
}

export interface FetchLimits {
  readonly minBytes: number;
  readonly maxWaitMs: number;
  readonly maxBytes: number;
  readonly maxBytesPerPartition: number;
}

export interface FetchClient extends MetadataClient {
  /** Fetches from one broker, which must lead the partitions. */
  fetch(
    leader: number,
    topic: string,
    positions: readonly FetchPosition[],
    limits: FetchLimits,
  ): Promise<readonly (FetchedPartition | UnreadPartition)[]>;
  /** The first offset at or after a time, or the earliest or latest offset. Partitions without one are absent. */
  offsetsAt(
    topic: string,
    partitions: readonly number[],
    at: number | 'earliest' | 'latest',
  ): Promise<ReadonlyMap<number, bigint>>;
}

/** A member in one generation of its group. */
export interface Membership {
  readonly group: string;
  readonly memberId: string;
  readonly generation: number;
}

interface JoinRequest {
  readonly group: string;
  readonly topic: string;
  /** Empty for a new member. */
  readonly memberId: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
}

/** Which topics a member of the group reads. */
export interface GroupMember {
  readonly memberId: string;
  readonly topics: readonly string[];
}

interface JoinedGroup {
  readonly membership: Membership;
  /** All members if this one is the leader, which assigns; empty for the others. */
  readonly members: readonly GroupMember[];
}

/** Partitions by topic. */
export type Assignment = Readonly<Record<string, readonly number[]>>;

export interface GroupClient extends MetadataClient {
  joinGroup(request: JoinRequest): Promise<JoinedGroup>;
  /** Submits the assignments by member id (from the leader) and resolves with the member's own. */
  syncGroup(
    membership: Membership,
    assignments: ReadonlyMap<string, Assignment>,
  ): Promise<Assignment>;
  heartbeat(membership: Membership): Promise<void>;
  leaveGroup(group: string, memberId: string): Promise<void>;
  commitOffsets(
    membership: Membership,
    topic: string,
    offsets: ReadonlyMap<number, bigint>,
  ): Promise<void>;
  /** The committed offsets. Partitions without a commit are absent. */
  committedOffsets(
    group: string,
    topic: string,
    partitions: readonly number[],
  ): Promise<ReadonlyMap<number, bigint>>;
  /** Discards the cached coordinator of the group, so that the next request looks it up. */
  forgetCoordinator(group: string): void;
}

/** A topic to create. */
export interface NewTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly configs: Readonly<Record<string, string>>;
}

/** A topic's layout and the configs asked for. */
export interface TopicState {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly configs: ReadonlyMap<string, string>;
}

export interface AdminClient {
  createTopics(topics: readonly NewTopic[]): Promise<void>;
  deleteTopic(name: string): Promise<void>;
  /** Deletes a group without members. */
  deleteGroup(name: string): Promise<void>;
  /** All topics, internal ones included. */
  topicNames(): Promise<readonly string[]>;
  /** Describes those of the topics that exist. */
  describeTopics(
    names: readonly string[],
    configs: readonly string[],
  ): Promise<readonly TopicState[]>;
  /**
   * Whether every broker knows all partitions of the topic and their leaders (`created`), or none knows the topic
   * (`deleted`).
   */
  isSettled(topic: string, state: 'created' | 'deleted'): Promise<boolean>;
  /** Kafka's name for the state of a group: `Empty`, `Dead`, `Stable`, … */
  groupState(group: string): Promise<string>;
}
