import type { MessageHeaders } from '@foldmart/core';

/** The topics and groups of the queue. */
export interface QueueView {
  readonly topics: readonly TopicView[];
  /** Names of topics that the domain does not know. */
  readonly otherTopics: readonly string[];
  /** Names of groups that the domain does not know. */
  readonly otherGroups: readonly string[];
}

/** A topic of the domain. Its properties are null if it does not exist, or if the queue does not have them. */
export interface TopicView {
  readonly name: string;
  readonly exists: boolean;
  readonly partitions: number | null;
  readonly replicationFactor: number | null;
  readonly retentionMs: number | null;
  /** Groups of the domain that consume it. */
  readonly groups: readonly string[];
}

/** A consumer group, whether or not the domain knows it. */
export interface GroupDetailsView {
  readonly group: string;
  readonly state: string;
  readonly isOwn: boolean;
  readonly members: readonly GroupMemberView[];
  readonly partitions: readonly GroupPartitionView[];
}

export interface GroupMemberView {
  readonly id: string;
  readonly name: string;
  readonly host: string | null;
  /** `orders[0,2]`; empty if it stands by. */
  readonly holds: readonly string[];
}

/** Where a group is in a partition, and which member has it. */
export interface GroupPartitionView {
  readonly topic: string;
  readonly partition: number;
  readonly committed: string | null;
  readonly end: string;
  readonly lag: number;
  readonly member: string | null;
}

/** A message of a topic. */
export interface MessageRowView {
  readonly partition: number;
  readonly offset: string;
  readonly timestamp: string;
  readonly key: string | null;
  readonly headers: MessageHeaders;
  /** The body as text, or as `hex:00ff`, and the body of a schema registry as JSON; null if there is none. */
  readonly body: string | null;
  readonly isBodyCut: boolean;
  readonly sizeBytes: number;
  /** The event in it; null if it is not one of the domain. */
  readonly event: { readonly type: string; readonly streamId: string } | null;
}

/** A part of a search, the newest message first. */
export interface MessagesView {
  readonly messages: readonly MessageRowView[];
  /** How many messages were read. */
  readonly read: number;
  /** Where to continue; null if everything has been read. */
  readonly next: string | null;
}

/** A message that was published. */
export interface PublishedView {
  readonly topic: string;
  readonly partition: number | null;
  readonly key: string | null;
  readonly id: string | null;
}
