import type { GroupDescription, MemberDescription } from '@foldmart/core';
import type { GroupMemberState, KafkaClient, TopicIdentity } from './client/kafka-client.js';

/** Describes a group; undefined if there is none. `ownClientId` precedes the names of this library's members. */
export async function describeGroup(
  client: KafkaClient,
  group: string,
  ownClientId: string,
): Promise<GroupDescription | undefined> {
  const { state, members } = await client.describeGroup(group);
  if (state === 'Dead') return undefined;
  const committed = await client.committedTopics(group);
  const existing = await Promise.all(committed.map((topic) => isPresent(client, topic)));
  const topics = [
    ...committed.filter((_, index) => existing[index]).map(({ name }) => name),
    ...members.flatMap((member) => member.topics),
  ];
  return {
    group,
    state: members.length === 0 ? 'empty' : state === 'Stable' ? 'stable' : 'rebalancing',
    topics: [...new Set(topics)].sort(),
    members: members.map((member) => toMember(member, ownClientId)).sort(byName),
  };
}

/** Whether a commit belongs to the topic that has its name now. */
async function isPresent(client: KafkaClient, { name, id }: TopicIdentity): Promise<boolean> {
  const present = await client.topicId(name);
  return present !== undefined && (id === '' || present === '' || present === id);
}

function toMember(
  { memberId, clientId, host, topics, assignment }: GroupMemberState,
  ownClientId: string,
): MemberDescription {
  const prefix = `${ownClientId}-`;
  const subscribed = [...new Set([...topics, ...Object.keys(assignment)])].sort();
  return {
    name: clientId.startsWith(prefix) ? clientId.slice(prefix.length) : clientId,
    id: memberId,
    host,
    assignments: subscribed.map((topic) => ({
      topic,
      partitions: [...(assignment[topic] ?? [])].sort((a, b) => a - b),
    })),
  };
}

function byName(one: MemberDescription, other: MemberDescription): number {
  if (one.name === other.name) return one.id < other.id ? -1 : 1;
  return one.name < other.name ? -1 : 1;
}
