import { decodeAssignment, decodeClaims } from '../../wire/group/consumer-protocol.js';
import type { GroupDescribingClient, GroupMemberState } from '../kafka-client.js';
import type { KafkaJsConnection } from './kafkajs-connection.js';
import { topicIdIn } from './offsets.js';

/** Groups of consumers, and those that only commit offsets. */
const CONSUMER_PROTOCOLS = new Set(['consumer', '']);
const UNCOMMITTED = '-1';

/** The responses, which kafkajs's types describe in part. */
interface ListedGroups {
  readonly groups: readonly { readonly groupId: string; readonly protocolType: string }[];
}

interface DescribedGroups {
  readonly groups: readonly {
    readonly state: string;
    readonly members: readonly DescribedMember[];
  }[];
}

interface DescribedMember {
  readonly memberId: string;
  readonly clientId: string;
  readonly clientHost: string;
  readonly memberMetadata: Buffer;
  readonly memberAssignment: Buffer;
}

/** The requests that describe groups. */
export function describingGroupsWith(connection: KafkaJsConnection): GroupDescribingClient {
  return {
    groupNames: async () => {
      const brokers = await connection.allBrokers();
      const answers = await Promise.all(
        brokers.map(
          (broker) => connection.ask(broker, () => broker.listGroups()) as Promise<ListedGroups>,
        ),
      );
      const groups = answers.flatMap((answer) => answer.groups);
      return groups
        .filter(({ protocolType }) => CONSUMER_PROTOCOLS.has(protocolType))
        .map(({ groupId }) => groupId);
    },
    describeGroup: async (group) => {
      const { groups } = (await connection.ask(await connection.coordinator(group), (broker) =>
        broker.describeGroups({ groupIds: [group] }),
      )) as DescribedGroups;
      const [described] = groups;
      return {
        state: described?.state ?? 'Dead',
        members: (described?.members ?? []).map(toMemberState),
      };
    },
    committedTopics: async (group) => {
      // Without topics, kafkajs asks for all.
      const { responses } = await connection.ask(await connection.coordinator(group), (broker) =>
        broker.offsetFetch({ groupId: group, topics: [] }),
      );
      return responses.flatMap(({ topic, partitions }) => {
        const committed = (partitions as readonly CommittedPartition[]).find(
          ({ offset }) => offset !== UNCOMMITTED,
        );
        if (committed === undefined) return [];
        return [{ name: topic, id: topicIdIn(committed.metadata ?? '') }];
      });
    },
  };
}

interface CommittedPartition {
  readonly offset: string;
  readonly metadata?: string | null;
}

/** While a group rebalances, its members have no metadata. */
function toMemberState(member: DescribedMember): GroupMemberState {
  const { memberId, clientId, clientHost, memberMetadata, memberAssignment } = member;
  return {
    memberId,
    clientId,
    host: clientHost.replace(/^\//, ''),
    topics: memberMetadata.length === 0 ? [] : decodeClaims(memberMetadata).topics,
    assignment: decodeAssignment(memberAssignment),
  };
}
