import type { MessageHeaders } from '@foldmart/core';

/**
 * What this package needs from a Kafka client library: single protocol requests, sent to the right broker. No
 * batching, no retries, no consumer. Requests reject with the library's own errors, which `kafkaErrorType` and
 * `classifyKafkaError` interpret.
 */
export interface KafkaClient
  extends
    ProducerClient,
    FetchClient,
    GroupClient,
    AdminClient,
    AlteringClient,
    GroupDescribingClient {
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
  /** The timestamp of all records, in milliseconds since the epoch; -1 for none. */
  readonly timestampMs: number;
}

export interface ProducerClient extends MetadataClient {
  createProducerId(): Promise<ProducerId>;
  /** Sends once. Resolves when all in-sync replicas have the records. */
  produce(request: ProduceRequest): Promise<void>;
}

/** A record as it was fetched. Its parts are decoded each time that they are read. */
export interface FetchedRecord {
  readonly offset: string;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** If a header is repeated, the last value. */
  readonly headers: MessageHeaders;
  /** The size of key and value. */
  readonly payloadBytes: number;
}

/** A topic by its name, and its id; empty if unknown. */
export interface TopicIdentity {
  readonly name: string;
  readonly id: string;
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
  /**
   * The topic's id, which no other topic of the same name has. Asks a broker. Undefined if the topic does not exist,
   * empty if the brokers are too old to tell.
   */
  topicId(topic: string): Promise<string | undefined>;
  /**
   * Fetches from one broker, which must lead the partitions. If the topic's id is known and is no longer that of the
   * topic, the partitions are unread.
   */
  fetch(
    leader: number,
    topic: TopicIdentity,
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
  /** The id of a static member (KIP-345). */
  readonly instanceId?: string;
}

interface JoinRequest {
  readonly group: string;
  readonly topic: string;
  /** Empty for a new member. */
  readonly memberId: string;
  readonly instanceId?: string;
  /** The partitions that the member holds, and keeps unless it is told otherwise. */
  readonly owned: readonly number[];
  /** The generation in which it got them; negative if it holds none. */
  readonly generation: number;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  /** Called with the member's id as soon as the coordinator has given it one. */
  readonly onMemberId: (memberId: string) => void;
}

/** Which topics a member of the group reads, and what it holds of them. */
export interface GroupMember {
  readonly memberId: string;
  readonly topics: readonly string[];
  readonly owned: Assignment;
  readonly generation: number;
}

interface JoinedGroup {
  readonly membership: Membership;
  /** Whether all members keep their partitions during a rebalance (KIP-429). If not, all give them up before it. */
  readonly isCooperative: boolean;
  /** All members if this one is the leader, which assigns; empty for the others. */
  readonly members: readonly GroupMember[];
}

/** A position of a group. */
export interface HandledOffset {
  /** The next offset to read. */
  readonly offset: bigint;
  /** The offset after the last batch. Below `offset` if only transaction markers and aborted records lie between. */
  readonly handled: bigint;
}

/** An offset that a group has committed, and the id of the topic that it belongs to; empty if unknown. */
export interface CommittedOffset extends HandledOffset {
  readonly topicId: string;
}

/** Whether a commit belongs to this topic, and not to a former one of the same name. True if that is not known. */
export function isOfTopic(commit: CommittedOffset, topicId: string): boolean {
  return commit.topicId === '' || topicId === '' || commit.topicId === topicId;
}

/** Partitions by topic. */
export type Assignment = Readonly<Record<string, readonly number[]>>;

export interface GroupClient extends MetadataClient {
  /** Waits until all members have joined or are expelled. Other requests of the client are not held up. */
  joinGroup(request: JoinRequest): Promise<JoinedGroup>;
  /**
   * Submits the assignments by member id (from the leader) and resolves with the member's own, for which it waits at
   * most for `timeoutMs`.
   */
  syncGroup(
    membership: Membership,
    assignments: ReadonlyMap<string, Assignment>,
    timeoutMs: number,
  ): Promise<Assignment>;
  heartbeat(membership: Membership): Promise<void>;
  leaveGroup(membership: Omit<Membership, 'generation'>): Promise<void>;
  /** Commits offsets, and with them the id of the topic that they belong to. */
  commitOffsets(
    membership: Membership,
    topic: string,
    offsets: ReadonlyMap<number, HandledOffset>,
    topicId: string,
  ): Promise<void>;
  /** The committed offsets. Partitions without a commit are absent. */
  committedOffsets(
    group: string,
    topic: string,
    partitions: readonly number[],
  ): Promise<ReadonlyMap<number, CommittedOffset>>;
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
  /** Empty if the brokers are too old to tell. */
  readonly id: string;
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

/** Changes topics. */
export interface AlteringClient {
  /** Sets configs of a topic; the others stay. */
  alterConfigs(topic: string, configs: Readonly<Record<string, string>>): Promise<void>;
  /** Adds partitions, so that there are `total`. */
  createPartitions(topic: string, total: number): Promise<void>;
  /** Whether every broker knows this many partitions, with their leaders, and these configs. */
  isAltered(
    topic: string,
    wanted: { readonly partitions: number; readonly configs: Readonly<Record<string, string>> },
  ): Promise<boolean>;
}

/** A member as the coordinator of its group knows it. */
export interface GroupMemberState {
  readonly memberId: string;
  readonly clientId: string;
  readonly host: string;
  /** The topics that it subscribes to; none during a rebalance. */
  readonly topics: readonly string[];
  readonly assignment: Assignment;
}

/** Describes groups. */
export interface GroupDescribingClient {
  /** The names of all groups of consumers. */
  groupNames(): Promise<readonly string[]>;
  /** Kafka's name for the state of a group (`Dead` if there is none), and its members. */
  describeGroup(group: string): Promise<{
    readonly state: string;
    readonly members: readonly GroupMemberState[];
  }>;
  /** The topics in which the group has committed offsets, with their ids at that time; empty if unknown. */
  committedTopics(group: string): Promise<readonly TopicIdentity[]>;
}
