import { kafkaErrorType } from '../classify-error.js';
import {
  isOfTopic,
  type GroupClient,
  type GroupMember,
  type HandledOffset,
  type Membership,
} from '../client/kafka-client.js';
import { assignRoundRobin } from './assignor.js';
import { assignCooperatively } from './sticky-assignor.js';
import type { SubscriptionContext } from './subscription-context.js';

/** The coordinator's answer to a member that joins. */
export type JoinedGroup = Awaited<ReturnType<GroupClient['joinGroup']>>;

/** What a member has after a rebalance. */
export interface Assigned {
  /** Its own partitions, ascending. */
  readonly partitions: readonly number[];
  /** The topics of the group that did not exist when this member, the leader, assigned the partitions. */
  readonly missingTopics: readonly string[];
}

/** Assigns partitions if this member is the leader. */
export async function syncGroup(
  context: SubscriptionContext,
  joined: JoinedGroup,
): Promise<Assigned> {
  const { client, topic, rebalanceTimeoutMs } = context;
  const { members, isCooperative, membership } = joined;
  const counts = await countPartitions(context, members);
  const assign = isCooperative ? assignCooperatively : assignRoundRobin;
  const assignments = assign(members, counts);
  const assignment = await client.syncGroup(membership, assignments, rebalanceTimeoutMs);
  return {
    partitions: [...(assignment[topic] ?? [])].sort((a, b) => a - b),
    missingTopics: [...counts].filter(([, count]) => count === 0).map(([name]) => name),
  };
}

async function countPartitions(
  { client }: SubscriptionContext,
  members: readonly GroupMember[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  if (members.length === 0) return counts;
  // Without fresh metadata, the cached counts must do: the others wait for this assignment.
  await client.refreshMetadata().catch(() => undefined);
  for (const topic of new Set(members.flatMap(({ topics }) => topics))) {
    try {
      counts.set(topic, (await client.leaders(topic)).size);
    } catch (error) {
      if (kafkaErrorType(error) !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
      counts.set(topic, 0);
    }
  }
  return counts;
}

/** Where partitions resume. */
export interface Positions {
  readonly positions: ReadonlyMap<number, HandledOffset>;
  /** Whether a commit belonged to a former topic of the same name, so that the new one is read from its start. */
  readonly isOfFormerTopic: boolean;
}

/** The topic that a member reads, as far as it knows. */
export interface KnownTopic {
  readonly id: string;
  /** Whether the member has read a former topic of the same name. */
  readonly hasFormer: boolean;
}

/** Determines where each partition resumes: at its commit, or at the start or end of the topic. */
export async function findPositions(
  context: SubscriptionContext,
  membership: Membership,
  { id: topicId, hasFormer }: KnownTopic,
  partitions: readonly number[],
): Promise<Positions> {
  const { client, group, topic } = context;
  // A group that has read the former topic skips nothing of the new one.
  const startFrom = hasFormer ? 'earliest' : context.startFrom;
  const committed = [...(await client.committedOffsets(group, topic, partitions))];
  const former = committed.filter(([, commit]) => !isOfTopic(commit, topicId));
  const known = committed.filter(([, commit]) => isOfTopic(commit, topicId));
  const fresh = partitions.filter((each) => !committed.some(([partition]) => partition === each));
  const starts = await offsetsAt(
    context,
    former.map(([partition]) => partition),
    'earliest',
  );
  const begun = await offsetsAt(context, fresh, startFrom);
  // The next owner must begin there too. At the end of its own time, it would skip what is published meanwhile.
  if (context.startFrom === 'latest' && fresh.length > 0) {
    await client.commitOffsets(membership, topic, begun, topicId);
  }
  return {
    positions: new Map([...known, ...starts, ...begun]),
    isOfFormerTopic: former.length > 0,
  };
}

async function offsetsAt(
  { client, topic }: SubscriptionContext,
  partitions: readonly number[],
  at: 'earliest' | 'latest',
): Promise<ReadonlyMap<number, HandledOffset>> {
  if (partitions.length === 0) return new Map();
  const offsets = await client.offsetsAt(topic, partitions, at);
  return new Map(
    [...offsets].map(([partition, offset]) => [partition, { offset, handled: offset }]),
  );
}
