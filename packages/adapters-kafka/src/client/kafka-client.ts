import type { MessageHeaders } from '@foldmart/core';

/**
 * What this package needs of a Kafka client library: Kafka's own requests, addressed to the right
 * broker, and nothing that batches, retries or consumes on its own. Requests reject with the library's
 * errors as they are: `kafkaErrorType` and `classifyKafkaError` read them.
 */
export interface KafkaClient extends ProducerClient, FetchClient, GroupClient, AdminClient {
  /** Rejects where no bootstrap server answers. */
  connect(): Promise<void>;
  /** Ends the connections when what is under way is answered, or after a second. Idempotent. */
  disconnect(): Promise<void>;
  /** Ends the connections at once and makes no other. */
  sever(): void;
}

/** Where topics stand. */
export interface MetadataClient {
  /** The leaders of a topic's partitions, as last heard; asks where nothing is known. */
  leaders(topic: string): Promise<PartitionLeaders>;
  /** Asks again for all topics that were asked for, and forgets who coordinates what. */
  refreshMetadata(): Promise<void>;
}

/** The broker that leads each partition, by partition; negative where there is none now. */
export type PartitionLeaders = ReadonlyMap<number, number>;

/** Under which a broker knows a producer's sequence of records. */
export interface ProducerId {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

/** A record on its way out. */
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
  /** The place of the first record in the producer's sequence for this partition. */
  readonly firstSequence: number;
}

export interface ProducerClient extends MetadataClient {
  createProducerId(): Promise<ProducerId>;
  /** Sends once; resolves when all in-sync replicas have the records. */
  produce(request: ProduceRequest): Promise<void>;
}

/** A record as it was read. */
export interface FetchedRecord {
  readonly offset: string;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Of a header that is repeated, the last counts. */
  readonly headers: MessageHeaders;
}

/** From where to read a partition. */
export interface FetchPosition {
  readonly partition: number;
  readonly offset: bigint;
}

/** What was read of a partition: only what is committed, without transactions' markers. */
export interface FetchedPartition {
  readonly partition: number;
  readonly records: readonly FetchedRecord[];
  /** Where to go on, behind records that were left out as well. */
  readonly nextOffset: bigint;
}

/** A partition that could not be read, while others of the same request may have been. */
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
  /** Reads from one broker, which must lead the partitions. */
  fetch(
    leader: number,
    topic: string,
    positions: readonly FetchPosition[],
    limits: FetchLimits,
  ): Promise<readonly (FetchedPartition | UnreadPartition)[]>;
  /** The first offset at or after a time, or of the earliest or latest place; absent where there is none. */
  offsetsAt(
    topic: string,
    partitions: readonly number[],
    at: number | 'earliest' | 'latest',
  ): Promise<ReadonlyMap<number, bigint>>;
}

/** A member's standing in one generation of its group. */
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
  /** All members, for the one that assigns; empty for the others. */
  readonly members: readonly GroupMember[];
}

/** Partitions by topic. */
export type Assignment = Readonly<Record<string, readonly number[]>>;

export interface GroupClient extends MetadataClient {
  joinGroup(request: JoinRequest): Promise<JoinedGroup>;
  /** Hands in the assignments, by member, and resolves with the member's own. */
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
  /** Where the group goes on; partitions without a commit are absent. */
  committedOffsets(
    group: string,
    topic: string,
    partitions: readonly number[],
  ): Promise<ReadonlyMap<number, bigint>>;
  /** Looks for the group's coordinator anew at the next request. */
  forgetCoordinator(group: string): void;
}

/** A topic to create. */
export interface NewTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly configs: Readonly<Record<string, string>>;
}

/** A topic's layout and the settings asked for. */
export interface TopicState {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly configs: ReadonlyMap<string, string>;
}

export interface AdminClient {
  createTopics(topics: readonly NewTopic[]): Promise<void>;
  deleteTopic(name: string): Promise<void>;
  /** All topics, internal ones included. */
  topicNames(): Promise<readonly string[]>;
  /** The topics of these that exist. */
  describeTopics(
    names: readonly string[],
    configs: readonly string[],
  ): Promise<readonly TopicState[]>;
  /** Whether every broker knows every partition of the topic and its leader; or, no broker the topic. */
  isSettled(topic: string, state: 'created' | 'deleted'): Promise<boolean>;
  /** Kafka's name for the state of a group: `Empty`, `Dead`, `Stable`, … */
  groupState(group: string): Promise<string>;
}
