import type { Clock } from '@foldmart/core';
import type {
  FetchedPartition,
  FetchPosition,
  KafkaClient,
} from '../../src/client/kafka-client.js';

const POLL_MS = 100;

/** Faults of a {@link modelMemberClient}; each may throw. */
export interface MemberFaults {
  readonly onJoin?: () => void;
  readonly onFetch?: () => void;
  readonly onCommit?: () => void;
}

/** A cluster of one broker and one partition with `count` messages, for a single member. */
export function modelMemberClient(clock: Clock, count: number, faults: MemberFaults = {}) {
  let committed: bigint | undefined;
  const membership = { group: 'group', memberId: 'member-1', generation: 1 };
  const client: KafkaClient = {
    ...noAdministration(),
    connect: async () => undefined,
    disconnect: async () => undefined,
    sever: () => undefined,
    leaders: async () => new Map([[0, 1]]),
    refreshMetadata: async () => undefined,
    topicId: async () => 'topic-1',
    joinGroup: async () => {
      faults.onJoin?.();
      const member = { memberId: 'member-1', topics: ['orders'], owned: {}, generation: -1 };
      return { membership, isCooperative: true, members: [member] };
    },
    syncGroup: async () => ({ orders: [0] }),
    heartbeat: async () => undefined,
    leaveGroup: async () => undefined,
    forgetCoordinator: () => undefined,
    committedOffsets: async () =>
      new Map(
        committed === undefined
          ? []
          : [[0, { offset: committed, handled: committed, topicId: 'topic-1' }]],
      ),
    commitOffsets: async (_membership, _topic, offsets) => {
      faults.onCommit?.();
      committed = offsets.get(0)?.offset ?? committed;
    },
    offsetsAt: async () => new Map([[0, 0n]]),
    fetch: async (_leader, _topic, positions) => {
      faults.onFetch?.();
      const found = positions.map((position) => recordAt(position, count));
      if (found.every(({ records }) => records.length === 0)) await clock.sleep(POLL_MS);
      return found;
    },
  };
  return { client, committed: () => committed };
}

/** One record per response, so that every message needs a request. */
function recordAt({ partition, offset }: FetchPosition, count: number): FetchedPartition {
  if (offset >= BigInt(count)) return { partition, records: [], nextOffset: offset };
  const value = Buffer.from(String(offset));
  const payloadBytes = value.length;
  const record = {
    offset: String(offset),
    timestampMs: 0,
    key: null,
    value,
    headers: {},
    payloadBytes,
  };
  return { partition, records: [record], nextOffset: offset + 1n };
}

type Unused = Pick<
  KafkaClient,
  | 'createProducerId'
  | 'produce'
  | 'createTopics'
  | 'deleteTopic'
  | 'deleteGroup'
  | 'topicNames'
  | 'describeTopics'
  | 'isSettled'
  | 'groupState'
  | 'alterConfigs'
  | 'createPartitions'
  | 'isAltered'
  | 'groupNames'
  | 'describeGroup'
  | 'committedTopics'
>;

function noAdministration(): Unused {
  const unused = async (): Promise<never> => {
    throw new Error('a member does not call this');
  };
  return {
    createProducerId: unused,
    produce: unused,
    createTopics: unused,
    deleteTopic: unused,
    deleteGroup: unused,
    topicNames: unused,
    describeTopics: unused,
    isSettled: unused,
    groupState: unused,
    alterConfigs: unused,
    createPartitions: unused,
    isAltered: unused,
    groupNames: unused,
    describeGroup: unused,
    committedTopics: unused,
  };
}
