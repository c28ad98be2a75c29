import {
  assertReadRequest,
  type ComputedTarget,
  type EventBusAdmin,
  type GroupDescription,
  type OffsetTarget,
  type PartitionLag,
  type PartitionOffset,
  type PortError,
  type ReadPage,
  type ReadRequest,
  type TopicChange,
  type TopicDescription,
  type TopicSpec,
} from '@foldmart/core';
import { ByteArena } from './byte-arena.js';
import { rejectedError, unknownTopicError } from './bus-errors.js';
import { describeGroup, groupNames } from './group-view.js';
import type { GroupPartition } from './group-partition.js';
import type { MemoryBroker } from './memory-broker.js';
import type { MemoryTopic } from './memory-topic.js';
import { toDelivered } from './message-record.js';
import type { PartitionLog } from './partition-log.js';

/** Manages the topics and offsets of a memory broker. */
export class MemoryBusAdmin implements EventBusAdmin {
  readonly #broker: MemoryBroker;
  readonly #arena = new ByteArena();
  /** Rejects if the bus is closed. */
  readonly #enter: (operation: string) => Promise<void>;

  constructor(broker: MemoryBroker, enter: (operation: string) => Promise<void>) {
    this.#broker = broker;
    this.#enter = enter;
  }

  async createTopics(specs: readonly TopicSpec[]): Promise<void> {
    await this.#enter('createTopics');
    for (const { name, partitions } of specs) {
      if (name === '' || !Number.isInteger(partitions) || partitions < 1) {
        const asked = `${JSON.stringify(name)} with ${partitions} partitions`;
        throw rejectedError('createTopics', `A topic needs a name and a partition, not ${asked}.`);
      }
    }
    for (const spec of specs) this.#broker.createTopic(spec);
  }

  async describeTopics(names: readonly string[]): Promise<readonly TopicDescription[]> {
    await this.#enter('describeTopics');
    return names
      .map((name) => this.#broker.topic(name))
      .filter((topic) => topic !== undefined)
      .map(({ name, id, partitions, retentionMs }) => ({
        name,
        id,
        partitions: partitions.length,
        replicationFactor: null,
        minInsyncReplicas: null,
        retentionMs,
      }));
  }

  async listTopics(): Promise<readonly string[]> {
    await this.#enter('listTopics');
    return this.#broker.topicNames;
  }

  async deleteTopics(names: readonly string[]): Promise<void> {
    await this.#enter('deleteTopics');
    for (const name of names) this.#broker.deleteTopic(name);
  }

  async deleteGroups(names: readonly string[]): Promise<void> {
    await this.#enter('deleteGroups');
    for (const name of names) {
      if (!this.#broker.deleteGroup(name)) throw groupActive('deleteGroups', name);
    }
  }

  async lag(group: string, topic: string): Promise<readonly PartitionLag[]> {
    await this.#enter('lag');
    const { partitions } = this.#existing('lag', topic);
    const states = this.#broker.findGroup(group, topic)?.partitions ?? [];
    return partitions.map((log, partition) => {
      const committed = states[partition]?.committed ?? null;
      return {
        group,
        topic,
        partition,
        committed: committed === null ? null : String(committed),
        end: String(log.end),
        lag: log.end - Math.max(committed ?? log.start, log.start),
      };
    });
  }

  async resetOffsets(
    group: string,
    topic: string,
    target: OffsetTarget,
    partition?: number,
  ): Promise<void> {
    await this.#enter('resetOffsets');
    const existing = this.#existing('resetOffsets', topic);
    const state = this.#broker.group(group, existing);
    if (state.isActive) {
      throw groupActive('resetOffsets', group);
    }
    state.beginNewTopic();
    const chosen = choosePartitions(state.partitions, topic, partition);
    const offsets = chosen.map(({ log }) => resolveTarget(log, target));
    for (const [index, offset] of offsets.entries()) {
      const reset = chosen[index];
      if (reset !== undefined) reset.committed = offset;
    }
  }

  async alterTopics(changes: readonly TopicChange[]): Promise<void> {
    await this.#enter('alterTopics');
    const altered = changes.map((change) => {
      const topic = this.#existing('alterTopics', change.name);
      assertAlterable(topic, change);
      return { topic, change };
    });
    for (const { topic, change } of altered) this.#broker.alterTopic(topic, change);
  }

  async listGroups(): Promise<readonly string[]> {
    await this.#enter('listGroups');
    return groupNames(this.#broker);
  }

  async describeGroups(names: readonly string[]): Promise<readonly GroupDescription[]> {
    await this.#enter('describeGroups');
    return names
      .map((name) => describeGroup(this.#broker, name))
      .filter((group) => group !== undefined);
  }

  async findOffsets(topic: string, target: ComputedTarget): Promise<readonly PartitionOffset[]> {
    await this.#enter('findOffsets');
    const { partitions } = this.#existing('findOffsets', topic);
    return partitions.map((log, partition) => {
      return { partition, offset: String(resolveTarget(log, target)) };
    });
  }

  async read(topic: string, request: ReadRequest): Promise<ReadPage> {
    await this.#enter('read');
    assertReadRequest(request);
    const { partition, limit } = request;
    const log = this.#existing('read', topic).partitions[partition];
    if (log === undefined) throw unknownTopicError('read', `${topic}[${partition}]`);
    const from = Math.max(Number(request.from), log.start);
    const messages = (from < log.end ? log.read(from, limit) : []).map((record, index) =>
      toDelivered(record, this.#arena, { topic, partition, offset: from + index }),
    );
    return { messages, next: String(from + messages.length), end: String(log.end) };
  }

  #existing(operation: string, name: string): MemoryTopic {
    const topic = this.#broker.topic(name);
    if (topic === undefined) throw unknownTopicError(operation, name);
    return topic;
  }
}

function assertAlterable(topic: MemoryTopic, { name, partitions, retentionMs }: TopicChange): void {
  const before = topic.partitions.length;
  if (partitions !== undefined && (!Number.isSafeInteger(partitions) || partitions < before)) {
    throw rejectedError(
      'alterTopics',
      `${name} has ${before} partitions; a topic cannot have fewer than before, nor ${partitions}.`,
    );
  }
  if (retentionMs !== undefined && !(Number.isSafeInteger(retentionMs) && retentionMs > 0)) {
    throw rejectedError('alterTopics', `${name}: the retention must be milliseconds from 1.`);
  }
}

function groupActive(operation: string, group: string): PortError {
  return rejectedError(operation, `The group ${group} has members.`, {
    code: 'group-active',
    hint: 'stop its members first',
  });
}

function choosePartitions(
  all: readonly GroupPartition[],
  topic: string,
  partition: number | undefined,
): readonly GroupPartition[] {
  if (partition === undefined) return all;
  const chosen = all[partition];
  if (chosen !== undefined) return [chosen];
  throw rejectedError('resetOffsets', `The topic ${topic} has no partition ${partition}.`);
}

function resolveTarget(log: PartitionLog, target: OffsetTarget): number {
  switch (target.to) {
    case 'earliest':
      return log.start;
    case 'latest':
      return log.end;
    case 'time':
      return log.offsetAt(target.timeMs);
    case 'offset':
      return checkOffset(log, target.offset);
  }
}

function checkOffset(log: PartitionLog, text: string): number {
  const offset = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (offset >= log.start && offset <= log.end) return offset;
  const kept = `${log.start} to ${log.end}`;
  throw rejectedError('resetOffsets', `The offset ${JSON.stringify(text)} is not in ${kept}.`, {
    code: 'offset-out-of-range',
  });
}
