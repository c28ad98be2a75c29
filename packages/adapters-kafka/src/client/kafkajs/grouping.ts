import type { GroupClient } from '../kafka-client.js';
import {
  decodeAssignment,
  decodeClaims,
  encodeAssignment,
  encodeClaims,
} from '../../wire/group/consumer-protocol.js';
import { HEARTBEAT, JOIN_GROUP, LEAVE_GROUP, SYNC_GROUP } from '../../wire/group/apis.js';
import {
  decodeJoinGroup,
  encodeJoinGroup,
  type JoinGroupAnswer,
  type JoinGroupRequest,
} from '../../wire/group/join-group.js';
import { decodePresence, encodeHeartbeat, encodeLeaveGroup } from '../../wire/group/presence.js';
import { decodeSyncGroup, encodeSyncGroup } from '../../wire/group/sync-group.js';
import { ProtocolError } from '../../wire/protocol-error.js';
import { exchange, type Api } from './exchange.js';
import type { KafkaJsConnection } from './kafkajs-connection.js';

/** The name of the Java client's assignor, whose rules this package follows, so that both can share a group. */
const COOPERATIVE = 'cooperative-sticky';
/** The name of kafkajs's own assignor, so that plain kafkajs consumers can join the same group. */
const EAGER = 'RoundRobinAssigner';
const MEMBER_ID_REQUIRED = 79;
/** Beyond the time that the coordinator itself may wait for the other members. */
const EXTRA_WAIT_MS = 5_000;

/** The connections of a group member. */
export interface MemberConnections {
  readonly main: KafkaJsConnection;
  /**
   * For joining alone. A join waits at the broker until all members have joined, and the broker answers the requests
   * of a connection one after another, so commits and heartbeats would wait with it.
   */
  readonly joining: KafkaJsConnection;
}

/** The requests of a group member about its membership. */
export function groupingWith({
  main,
  joining,
}: MemberConnections): Pick<
  GroupClient,
  'joinGroup' | 'syncGroup' | 'heartbeat' | 'leaveGroup' | 'forgetCoordinator'
> {
  return {
    joinGroup: async (request) => {
      const { group, topic, instanceId, owned, generation, onMemberId } = request;
      const claims = encodeClaims({ topics: [topic], owned: { [topic]: owned }, generation });
      const protocols = [COOPERATIVE, EAGER].map((name) => ({ name, metadata: claims }));
      const joined = await join(joining, { ...request, protocols }, onMemberId);
      const isLeader = joined.leaderId === joined.memberId;
      return {
        membership: {
          group,
          memberId: joined.memberId,
          generation: joined.generation,
          ...(instanceId === undefined ? {} : { instanceId }),
        },
        isCooperative: joined.protocol === COOPERATIVE,
        members: isLeader ? joined.members.map(toMember) : [],
      };
    },
    syncGroup: async (membership, assignments, timeoutMs) => {
      const encoded = new Map(
        [...assignments].map(([memberId, assignment]) => [memberId, encodeAssignment(assignment)]),
      );
      const request = encodeSyncGroup(membership, encoded);
      const { errorCode, assignment } = await askCoordinator(
        joining,
        membership.group,
        { api: SYNC_GROUP, request, timeoutMs },
        decodeSyncGroup,
      );
      refuse(errorCode, 'sync group');
      return decodeAssignment(assignment);
    },
    heartbeat: async (membership) => {
      const request = encodeHeartbeat(membership);
      const asked = { api: HEARTBEAT, request };
      refuse(await askCoordinator(main, membership.group, asked, decodePresence), 'heartbeat');
    },
    leaveGroup: async (membership) => {
      const request = encodeLeaveGroup(membership);
      const asked = { api: LEAVE_GROUP, request };
      refuse(await askCoordinator(main, membership.group, asked, decodePresence), 'leave group');
    },
    forgetCoordinator: (group) => {
      main.forgetCoordinator(group);
      joining.forgetCoordinator(group);
    },
  };
}

async function join(
  connection: KafkaJsConnection,
  request: JoinGroupRequest,
  onMemberId: (memberId: string) => void,
): Promise<JoinGroupAnswer> {
  const timeoutMs = request.rebalanceTimeoutMs + EXTRA_WAIT_MS;
  const asked = { api: JOIN_GROUP, request: encodeJoinGroup(request), timeoutMs };
  const answer = await askCoordinator(connection, request.group, asked, decodeJoinGroup);
  // A new member gets its id first (KIP-394), so that a repeated first request does not leave a second member behind.
  if (answer.errorCode === MEMBER_ID_REQUIRED && request.memberId === '') {
    onMemberId(answer.memberId);
    return join(connection, { ...request, memberId: answer.memberId }, onMemberId);
  }
  refuse(answer.errorCode, 'join group');
  onMemberId(answer.memberId);
  return answer;
}

async function askCoordinator<Answer>(
  connection: KafkaJsConnection,
  group: string,
  asked: { readonly api: Api; readonly request: Buffer; readonly timeoutMs?: number },
  decode: (answer: Buffer) => Answer,
): Promise<Answer> {
  return connection.ask(await connection.coordinator(group), (broker) =>
    exchange(broker, asked.api, asked.request, decode, asked.timeoutMs),
  );
}

function toMember({ memberId, metadata }: { memberId: string; metadata: Buffer }) {
  return { memberId, ...decodeClaims(metadata) };
}

function refuse(errorCode: number, what: string): void {
  if (errorCode !== 0) throw new ProtocolError(errorCode, what);
}
