import kafkajs from 'kafkajs';
import type { Assignment, GroupClient, Membership } from '../kafka-client.js';
import type { KafkaJsConnection } from './kafkajs-connection.js';

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;
const VERSION = 0;
// The name of kafkajs's own assignor, so that plain kafkajs consumers can join the same group.
const PROTOCOL = 'RoundRobinAssigner';
const NO_DATA = Buffer.alloc(0);

/** The requests of a group member. */
export function groupingWith(
  connection: KafkaJsConnection,
): Omit<GroupClient, 'leaders' | 'refreshMetadata'> {
  return {
    ...membershipWith(connection),
    ...offsetsWith(connection),
    forgetCoordinator: (group) => connection.forgetCoordinator(group),
  };
}

function membershipWith(
  connection: KafkaJsConnection,
): Pick<GroupClient, 'joinGroup' | 'syncGroup' | 'heartbeat' | 'leaveGroup'> {
  return {
    joinGroup: async ({ group, topic, memberId, sessionTimeoutMs, rebalanceTimeoutMs }) => {
      const metadata = MemberMetadata.encode({
        version: VERSION,
        topics: [topic],
        userData: NO_DATA,
      });
      const joined = await connection.ask(await connection.coordinator(group), (broker) =>
        broker.joinGroup({
          groupId: group,
          sessionTimeout: sessionTimeoutMs,
          rebalanceTimeout: rebalanceTimeoutMs,
          memberId,
          groupProtocols: [{ name: PROTOCOL, metadata }],
        }),
      );
      const isLeader = joined.leaderId === joined.memberId;
      return {
        membership: { group, memberId: joined.memberId, generation: joined.generationId },
        members: isLeader ? joined.members.map(toMember) : [],
      };
    },
    syncGroup: async ({ group, memberId, generation }, assignments) => {
      const answer = await connection.ask(await connection.coordinator(group), (broker) =>
        broker.syncGroup({
          groupId: group,
          generationId: generation,
          memberId,
          groupAssignment: [...assignments].map(encodeAssignment),
        }),
      );
      return MemberAssignment.decode(answer.memberAssignment)?.assignment ?? {};
    },
    heartbeat: async ({ group, memberId, generation }) => {
      await connection.ask(await connection.coordinator(group), (broker) =>
        broker.heartbeat({ groupId: group, memberId, groupGenerationId: generation }),
      );
    },
    leaveGroup: async (group, memberId) => {
      await connection.ask(await connection.coordinator(group), (broker) =>
        broker.leaveGroup({ groupId: group, memberId }),
      );
    },
  };
}

function offsetsWith(
  connection: KafkaJsConnection,
): Pick<GroupClient, 'commitOffsets' | 'committedOffsets'> {
  return {
    commitOffsets: async ({ group, memberId, generation }: Membership, topic, offsets) => {
      const partitions = [...offsets].map(([partition, offset]) => ({
        partition,
        offset: String(offset),
      }));
      await connection.ask(await connection.coordinator(group), (broker) =>
        broker.offsetCommit({
          groupId: group,
          memberId,
          groupGenerationId: generation,
          topics: [{ topic, partitions }],
        }),
      );
    },
    committedOffsets: async (group, topic, partitions) => {
      // The types require an offset in the request, which is not sent.
      const asked = partitions.map((partition) => ({ partition, offset: '' }));
      const { responses } = await connection.ask(await connection.coordinator(group), (broker) =>
        broker.offsetFetch({ groupId: group, topics: [{ topic, partitions: asked }] }),
      );
      const found = responses.flatMap((answer) => answer.partitions);
      return new Map(
        found
          .map(({ partition, offset }): [number, bigint] => [partition, BigInt(offset)])
          .filter(([, offset]) => offset >= 0n),
      );
    },
  };
}

function toMember(member: { memberId: string; memberMetadata: Buffer }) {
  const topics = MemberMetadata.decode(member.memberMetadata)?.topics ?? [];
  return { memberId: member.memberId, topics };
}

function encodeAssignment([memberId, assignment]: [string, Assignment]) {
  const mutable = Object.fromEntries(
    Object.entries(assignment).map(([topic, partitions]) => [topic, [...partitions]]),
  );
  return {
    memberId,
    memberAssignment: MemberAssignment.encode({
      version: VERSION,
      assignment: mutable,
      userData: NO_DATA,
    }),
  };
}
