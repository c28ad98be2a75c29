import { kafkaErrorType } from '../classify-error.js';
import type { Assignment, GroupMember, Membership } from '../client/kafka-client.js';
import { assignRoundRobin } from './assignor.js';
import type { SubscriptionContext } from './subscription-context.js';

/** A member's part in a generation: its partitions, and the offset at which each resumes. */
export interface JoinedMember {
  readonly membership: Membership;
  readonly positions: ReadonlyMap<number, bigint>;
}

/**
 * Joins the group, assigns partitions if this member is the leader, and determines where each partition resumes.
 * Calls `onMemberId` as soon as the member's id is known.
 */
export async function joinGroup(
  context: SubscriptionContext,
  memberId: string,
  onMemberId: (memberId: string) => void,
): Promise<JoinedMember> {
  const { client, group, topic, sessionTimeoutMs, rebalanceTimeoutMs } = context;
  const request = { group, topic, memberId, sessionTimeoutMs, rebalanceTimeoutMs };
  const { membership, members } = await client.joinGroup(request);
  onMemberId(membership.memberId);
  const assignments = await assign(context, members);
  const assignment = await client.syncGroup(membership, assignments);
  const partitions = [...(assignment[topic] ?? [])].sort((a, b) => a - b);
  return { membership, positions: await findPositions(context, membership, partitions) };
}

async function assign(
  context: SubscriptionContext,
  members: readonly GroupMember[],
): Promise<ReadonlyMap<string, Assignment>> {
  const counts = new Map<string, number>();
  for (const topic of new Set(members.flatMap(({ topics }) => topics))) {
    counts.set(topic, await countPartitions(context, topic));
  }
  return assignRoundRobin(members, counts);
}

// The topic of another member may have been deleted. That member reports it.
async function countPartitions({ client, topic: own }: SubscriptionContext, topic: string) {
  try {
    return (await client.leaders(topic)).size;
  } catch (error) {
    if (topic !== own && kafkaErrorType(error) === 'UNKNOWN_TOPIC_OR_PARTITION') return 0;
    throw error;
  }
}

async function findPositions(
  context: SubscriptionContext,
  membership: Membership,
  partitions: readonly number[],
): Promise<ReadonlyMap<number, bigint>> {
  if (partitions.length === 0) return new Map();
  const { client, group, topic, startFrom } = context;
  const committed = await client.committedOffsets(group, topic, partitions);
  const fresh = partitions.filter((partition) => !committed.has(partition));
  if (fresh.length === 0) return committed;
  const starts = await client.offsetsAt(topic, fresh, startFrom);
  // The end of now must hold for the next owner too. Otherwise it would skip what is published meanwhile.
  if (startFrom === 'latest') await client.commitOffsets(membership, topic, starts);
  return new Map([...committed, ...starts]);
}
