import { kafkaErrorType } from '../classify-error.js';
import {
  isOfTopic,
  type Assignment,
  type GroupClient,
  type GroupMember,
  type Membership,
} from '../client/kafka-client.js';
import { assignRoundRobin } from './assignor.js';
import { assignCooperatively } from './sticky-assignor.js';
import type { SubscriptionContext } from './subscription-context.js';

/** The coordinator's answer to a member that joins. */
export type JoinedGroup = Awaited<ReturnType<GroupClient['joinGroup']>>;

/** Assigns partitions if this member is the leader. Resolves with the member's own partitions. */
export async function syncGroup(
  context: SubscriptionContext,
  joined: JoinedGroup,
): Promise<readonly number[]> {
  const { client, topic } = context;
  const assignments = await assign(context, joined);
  const assignment = await client.syncGroup(joined.membership, assignments);
  return [...(assignment[topic] ?? [])].sort((a, b) => a - b);
}

async function assign(
  context: SubscriptionContext,
  { members, isCooperative }: JoinedGroup,
): Promise<ReadonlyMap<string, Assignment>> {
  if (members.length === 0) return new Map();
  // Without fresh metadata, the cached counts must do: the others wait for this assignment.
  await context.client.refreshMetadata().catch(() => undefined);
  const counts = await countPartitions(context, members);
  return isCooperative ? assignCooperatively(members, counts) : assignRoundRobin(members, counts);
}

async function countPartitions(
  { client }: SubscriptionContext,
  members: readonly GroupMember[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const topic of new Set(members.flatMap(({ topics }) => topics))) {
    try {
      counts.set(topic, (await client.leaders(topic)).size);
    } catch (error) {
      // It was deleted. The members that read it notice.
      if (kafkaErrorType(error) !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
      counts.set(topic, 0);
    }
  }
  return counts;
}

/** Where partitions resume. */
export interface Positions {
  readonly positions: ReadonlyMap<number, bigint>;
  /** Whether a commit belonged to a former topic of the same name, so that the new one is read from its start. */
  readonly isOfFormerTopic: boolean;
}

/** Determines where each partition resumes: at its commit, or at the start or end of the topic. */
export async function findPositions(
  context: SubscriptionContext,
  membership: Membership,
  topicId: string,
  partitions: readonly number[],
): Promise<Positions> {
  if (partitions.length === 0) return { positions: new Map(), isOfFormerTopic: false };
  const { client, group, topic, startFrom } = context;
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
  // The end of now must hold for the next owner too. Otherwise it would skip what is published meanwhile.
  if (startFrom === 'latest' && fresh.length > 0) {
    await client.commitOffsets(membership, topic, begun, topicId);
  }
  const resumed = known.map(([partition, { offset }]): [number, bigint] => [partition, offset]);
  return {
    positions: new Map([...resumed, ...starts, ...begun]),
    isOfFormerTopic: former.length > 0,
  };
}

async function offsetsAt(
  { client, topic }: SubscriptionContext,
  partitions: readonly number[],
  at: 'earliest' | 'latest',
): Promise<ReadonlyMap<number, bigint>> {
  return partitions.length === 0 ? new Map() : client.offsetsAt(topic, partitions, at);
}
