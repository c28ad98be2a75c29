import type { RedisConnection } from '../redis-connection.js';
import { commitPosition } from '../scripts/commit-position.js';
import { heartbeat } from '../scripts/heartbeat.js';
import { joinGroup } from '../scripts/join-group.js';
import { releasePartitions } from '../scripts/release-partitions.js';
import { unexpectedReply } from './bus-errors.js';
import type { GroupKeys } from './keys.js';
import type { PartitionLease } from './partition-worker.js';
import {
  committedPosition,
  formatPosition,
  parsePosition,
  type StreamPosition,
} from './stream-position.js';
import type { ScriptReply, TopicDirectory } from './topic-directory.js';

/** The state of a partition at a heartbeat. */
export interface PartitionState {
  readonly partition: number;
  /** The token of this member's lease, if it holds one. */
  readonly token: string | undefined;
  readonly committed: StreamPosition | undefined;
  readonly last: StreamPosition;
  /** The number of messages kept. */
  readonly kept: number;
  /** Messages with lower offsets are about to be trimmed. */
  readonly trimmedBelow: number | undefined;
}

/** The reply to a heartbeat. */
export interface Heartbeat {
  /** How many partitions this member should hold. */
  readonly share: number;
  /** Changes when the topic is created again, after a deletion or a loss of data. */
  readonly life: string;
  /** Changes when the topic is created again after a deletion. */
  readonly topicId: string;
  /** Whether the topic was created after a deletion of the one before. */
  readonly isSuccessor: boolean;
  /** Milliseconds until the session of another member expires, if there is one. */
  readonly nextExpiryMs: number | undefined;
  readonly partitions: readonly PartitionState[];
}

/** The reply to a member that joins. */
export interface Joining {
  /** The id of the latest signal. */
  readonly signalId: string;
  readonly topicId: string;
  /** Whether the position of the group was in a former topic of the name. */
  readonly isNewTopic: boolean;
}

/** The identity of a member. */
export interface MembershipOptions {
  readonly topic: string;
  readonly group: string;
  readonly member: string;
  readonly sessionTimeoutMs: number;
}

const CELLS = 5;

/** The membership of one member in a group, as Redis stores it. */
export class GroupMembership {
  readonly keys: GroupKeys;
  readonly #connection: RedisConnection;
  readonly #directory: TopicDirectory;
  readonly #options: MembershipOptions;
  #id = '';

  constructor(connection: RedisConnection, directory: TopicDirectory, options: MembershipOptions) {
    this.#connection = connection;
    this.#directory = directory;
    this.#options = options;
    this.keys = directory.keys(options.topic).group(options.group);
  }

  /** Joins the group. `suffix` distinguishes members of the same name. */
  async join(startFrom: 'earliest' | 'latest', suffix: string): Promise<Joining> {
    const { topic, group, member, sessionTimeoutMs } = this.#options;
    const args = [group, `${member}-${suffix}`, sessionTimeoutMs, startFrom];
    const reply = await this.#directory.ask('subscribe', topic, (keys) =>
      this.#connection.runScript(
        'subscribe',
        joinGroup,
        [keys.topic, keys.groups, this.keys.group, this.keys.members, this.keys.signal],
        args,
      ),
    );
    const [outcome, id, signalId, topicId, isNew] = reply.map(String);
    if (outcome !== 'OK' || !id || !signalId || !topicId) throw unexpectedReply('subscribe', reply);
    this.#id = id;
    return { signalId, topicId, isNewTopic: isNew === '1' };
  }

  /** Renews the session and the leases, and takes free partitions except those named. */
  async beat(notToTake: Iterable<number>): Promise<Heartbeat> {
    const { topic, group, sessionTimeoutMs } = this.#options;
    const args = [group, this.#id, sessionTimeoutMs, `,${[...notToTake].join(',')},`];
    const reply = await this.#directory.ask('heartbeat', topic, (keys, { partitions }) => {
      const streams = keys.streams(partitions);
      const { group: state, members, signal } = this.keys;
      const all = [keys.topic, keys.groups, state, members, signal, ...streams];
      return this.#connection.runScript('heartbeat', heartbeat, all, args);
    });
    if (reply[0] !== 'OK') throw unexpectedReply('heartbeat', reply);
    return parseHeartbeat(reply);
  }

  /** Rejects with the code `fenced` if this member no longer holds the lease, or the topic was deleted. */
  async commit(
    { partition, token, topic, topicId }: PartitionLease,
    position: StreamPosition,
  ): Promise<void> {
    await this.#connection.runScript(
      'commit',
      commitPosition,
      [this.keys.group, this.#directory.keys(topic).topic],
      [partition, token, this.#id, formatPosition(position), topicId],
    );
  }

  /** Releases the leases of workers, and leaves the group if asked. */
  async release(
    workers: readonly { readonly lease: PartitionLease }[],
    how: 'leave' | 'stay',
  ): Promise<void> {
    const leases = workers.map(({ lease }) => lease);
    await this.#connection.runScript(
      'release',
      releasePartitions,
      [this.keys.group, this.keys.members, this.keys.signal],
      [this.#id, how, leases.map(({ partition, token }) => [partition, token])].flat(2),
    );
  }
}

function parseHeartbeat(reply: ScriptReply): Heartbeat {
  const [, share, life, nextExpiryMs, topicId, succeeds, ...cells] = reply;
  return {
    share: Number(share),
    life: String(life),
    topicId: String(topicId),
    isSuccessor: String(succeeds) === '1',
    nextExpiryMs: Number(nextExpiryMs) < 0 ? undefined : Number(nextExpiryMs),
    partitions: Array.from({ length: cells.length / CELLS }, (_, partition) =>
      parsePartition(partition, cells.slice(partition * CELLS, (partition + 1) * CELLS)),
    ),
  };
}

function parsePartition(partition: number, cells: ScriptReply): PartitionState {
  const [token, committed, lastId, kept, trimmedBelow] = cells.map(String);
  const last = parsePosition(lastId ?? '');
  return {
    partition,
    token: token === '' ? undefined : token,
    committed: committedPosition(committed, last),
    last,
    kept: Number(kept),
    trimmedBelow: trimmedBelow ? Number(trimmedBelow) : undefined,
  };
}
