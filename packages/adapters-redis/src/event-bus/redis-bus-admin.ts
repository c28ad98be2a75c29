import type {
  ComputedTarget,
  EventBusAdmin,
  GroupDescription,
  OffsetTarget,
  PartitionLag,
  PartitionOffset,
  ReadPage,
  ReadRequest,
  TopicChange,
  TopicDescription,
  TopicSpec,
} from '@foldmart/core';
import type { RedisConnection } from '../redis-connection.js';
import { alterTopic } from '../scripts/alter-topic.js';
import { deleteGroup } from '../scripts/delete-group.js';
import { deleteTopic } from '../scripts/delete-topic.js';
import { readLag } from '../scripts/read-lag.js';
import { resetPositions } from '../scripts/reset-positions.js';
import { busError, unexpectedReply, unknownTopic } from './bus-errors.js';
import { GroupReader } from './group-reader.js';
import { topicsKey, type TopicKeys } from './keys.js';
import { committedPosition, nextOffset, parsePosition } from './stream-position.js';
import type { ScriptReply, TopicDirectory } from './topic-directory.js';
import { TopicReader } from './topic-reader.js';

/** How long a deleted topic can be distinguished from a lost one, and its groups from new ones. */
const DELETION_MEMORY_MS = 7 * 24 * 60 * 60 * 1_000;

/** The reply of the script if another call has changed the topic since its keys were read. */
const CHANGED_MEANWHILE = -1;

const legalName = /^[A-Za-z0-9._-]{1,249}$/;

/** Manages topics and offsets on Redis. */
export class RedisBusAdmin implements EventBusAdmin {
  readonly #connection: RedisConnection;
  readonly #directory: TopicDirectory;
  readonly #prefix: string;
  readonly #groups: GroupReader;
  readonly #reader: TopicReader;

  constructor(connection: RedisConnection, directory: TopicDirectory, prefix: string) {
    this.#connection = connection;
    this.#directory = directory;
    this.#prefix = prefix;
    this.#groups = new GroupReader(connection, prefix);
    this.#reader = new TopicReader(connection, directory);
  }

  async createTopics(specs: readonly TopicSpec[]): Promise<void> {
    for (const spec of specs) assertCreatable(spec);
    for (const spec of specs) {
      await this.#directory.create('createTopics', spec.name, spec);
      await this.#directory.load('createTopics', spec.name);
    }
  }

  async describeTopics(names: readonly string[]): Promise<readonly TopicDescription[]> {
    const shapes = await Promise.all(
      names.map((name) => this.#directory.load('describeTopics', name)),
    );
    return names.flatMap((name, index) => {
      const shape = shapes[index];
      return shape ? [{ name, ...shape, replicationFactor: null, minInsyncReplicas: null }] : [];
    });
  }

  async listTopics(): Promise<readonly string[]> {
    const names = await this.#connection.run('listTopics', (redis) =>
      redis.smembers(topicsKey(this.#prefix)),
    );
    return names.sort();
  }

  async deleteTopics(
    names: readonly string[],
    { leaveNoTrace = false }: { readonly leaveNoTrace?: boolean } = {},
  ): Promise<void> {
    const memoryMs = leaveNoTrace ? 0 : DELETION_MEMORY_MS;
    for (const name of names) {
      while ((await this.#deleteWithGroups(name, memoryMs)) === CHANGED_MEANWHILE);
      await this.#connection.run('deleteTopics', (redis) =>
        redis.srem(topicsKey(this.#prefix), name),
      );
      this.#directory.forget(name);
    }
  }

  async deleteGroups(names: readonly string[]): Promise<void> {
    for (const topic of await this.listTopics()) {
      for (const name of names) await this.#deleteGroup(this.#directory.keys(topic), name);
    }
  }

  async lag(group: string, topic: string): Promise<readonly PartitionLag[]> {
    const reply = await this.#directory.ask('lag', topic, (keys, { partitions }) =>
      this.#connection.runScript('lag', readLag, [
        keys.topic,
        keys.group(group).group,
        ...keys.streams(partitions),
      ]),
    );
    if (reply[0] !== 'OK') throw unexpectedReply('lag', reply);
    return lagOfPartitions(group, topic, reply);
  }

  async resetOffsets(
    group: string,
    topic: string,
    target: OffsetTarget,
    partition?: number,
  ): Promise<void> {
    const operation = 'resetOffsets';
    const args = [group, target.to, targetNumber(target), partition ?? -1];
    const [outcome, ...detail] = await this.#directory.ask(operation, topic, (keys, shape) => {
      const { group: state, members } = keys.group(group);
      const streams = keys.streams(shape.partitions);
      const all = [keys.topic, keys.groups, state, members, ...streams];
      return this.#connection.runScript(operation, resetPositions, all, args);
    });
    if (outcome === 'ACTIVE') throw groupActive(operation, group);
    if (outcome === 'RANGE') throw outOfRange(topic, detail);
    if (outcome !== 'OK') throw unexpectedReply(operation, [outcome, ...detail]);
  }

  async alterTopics(changes: readonly TopicChange[]): Promise<void> {
    for (const change of changes) assertAlterable(change);
    for (const change of changes) await this.#alter(change);
  }

  listGroups(): Promise<readonly string[]> {
    return this.#groups.names();
  }

  describeGroups(names: readonly string[]): Promise<readonly GroupDescription[]> {
    return this.#groups.describe(names);
  }

  findOffsets(topic: string, target: ComputedTarget): Promise<readonly PartitionOffset[]> {
    return this.#reader.findOffsets(topic, target);
  }

  read(topic: string, request: ReadRequest): Promise<ReadPage> {
    return this.#reader.read(topic, request);
  }

  async #alter(change: TopicChange): Promise<void> {
    const operation = 'alterTopics';
    const { name, retentionMs } = change;
    const shape = await this.#directory.load(operation, name);
    if (shape === undefined) throw unknownTopic(operation, name);
    const { partitions = shape.partitions } = change;
    const keys = this.#directory.keys(name);
    const groups = await this.#connection.run(operation, (redis) => redis.smembers(keys.groups));
    const [outcome, before] = (await this.#connection.runScript(
      operation,
      alterTopic,
      [keys.topic, ...keys.streams(partitions), ...groups.map((group) => keys.group(group).group)],
      [partitions, retentionMs ?? ''],
    )) as ScriptReply;
    this.#directory.forget(name);
    if (outcome === 'FEWER') throw fewerPartitions(change, Number(before));
    if (outcome !== 'OK') throw unknownTopic(operation, name);
    await this.#directory.load(operation, name);
  }

  async #deleteGroup({ groups, ...keys }: TopicKeys, name: string): Promise<void> {
    const operation = 'deleteGroups';
    const { group, members, signal } = keys.group(name);
    const outcome = await this.#connection.runScript(
      operation,
      deleteGroup,
      [groups, group, members, signal],
      [name],
    );
    if (outcome === 'ACTIVE') throw groupActive(operation, name);
  }

  async #deleteWithGroups(topic: string, memoryMs: number): Promise<unknown> {
    const keys = this.#directory.keys(topic);
    const groups = await this.#connection.run('deleteTopics', (redis) =>
      redis.smembers(keys.groups),
    );
    const { partitions = 0 } = (await this.#directory.load('deleteTopics', topic)) ?? {};
    const ofGroups = groups
      .map((group) => keys.group(group))
      .flatMap(({ group, members, signal }) => [group, members, signal]);
    return this.#connection.runScript(
      'deleteTopics',
      deleteTopic,
      [keys.topic, keys.groups, ...keys.streams(partitions), ...ofGroups],
      [memoryMs, partitions, groups.length],
    );
  }
}

function assertCreatable(spec: TopicSpec): void {
  const fault = !legalName.test(spec.name)
    ? 'its name must consist of 1 to 249 letters, digits, dots, dashes and underscores'
    : !Number.isSafeInteger(spec.partitions) || spec.partitions < 1
      ? 'it needs at least one partition'
      : !Number.isSafeInteger(spec.retentionMs) || spec.retentionMs < 1
        ? 'its retention must be a positive number of milliseconds'
        : undefined;
  if (fault === undefined) return;
  throw busError('createTopics', 'rejected', `createTopics: ${spec.name}: ${fault}`);
}

function assertAlterable({ name, partitions = 1, retentionMs = 1 }: TopicChange): void {
  for (const [property, value] of Object.entries({ partitions, retentionMs })) {
    if (Number.isSafeInteger(value) && value > 0) continue;
    const problem = `alterTopics: ${name}: ${property} must be a whole number from 1, not ${value}`;
    throw busError('alterTopics', 'rejected', problem);
  }
}

function fewerPartitions({ name, partitions }: TopicChange, before: number): Error {
  return busError(
    'alterTopics',
    'rejected',
    `alterTopics: ${name} has ${before} partitions; a topic cannot have fewer than before, nor ${partitions}`,
  );
}

function lagOfPartitions(
  group: string,
  topic: string,
  [, ...cells]: ScriptReply,
): readonly PartitionLag[] {
  return Array.from({ length: cells.length / 3 }, (_, partition) => {
    const [committedId, lastId, kept] = cells.slice(partition * 3).map(String);
    const end = parsePosition(lastId ?? '');
    const committed = committedPosition(committedId, end);
    const unread = committed ? end.offset - committed.offset : Number(kept);
    return {
      group,
      topic,
      partition,
      committed: committed ? nextOffset(committed) : null,
      end: nextOffset(end),
      lag: Math.min(unread, Number(kept)),
    };
  });
}

/** An offset that is not a number is out of range. */
function targetNumber(target: OffsetTarget): number {
  if (target.to === 'time') return Math.floor(target.timeMs);
  if (target.to !== 'offset') return 0;
  return /^\d{1,16}$/.test(target.offset) ? Number(target.offset) : -1;
}

function groupActive(operation: string, group: string): Error {
  return busError(operation, 'rejected', `${operation}: the group ${group} has members`, {
    code: 'group-active',
    hint: 'stop its consumers first',
  });
}

function outOfRange(topic: string, [partition, least, greatest]: ScriptReply): Error {
  const kept = least === '' ? 'there is no such partition' : `kept: ${least} to ${greatest}`;
  return busError(
    'resetOffsets',
    'rejected',
    `resetOffsets: out of range in partition ${partition} of ${topic} (${kept})`,
    { code: 'offset-out-of-range' },
  );
}
