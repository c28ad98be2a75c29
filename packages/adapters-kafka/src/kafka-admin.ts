import { closedError } from './closed-error.js';
import {
  assertReadRequest,
  PortError,
  retryTransient,
  type Clock,
  type ComputedTarget,
  type EventBusAdmin,
  type GroupDescription,
  type OffsetTarget,
  type PartitionLag,
  type PartitionOffset,
  type Random,
  type ReadPage,
  type ReadRequest,
  type TopicChange,
  type TopicDescription,
  type TopicSpec,
} from '@foldmart/core';
import { classifyKafkaError, kafkaErrorType } from './classify-error.js';
import { isOfTopic, type KafkaClient } from './client/kafka-client.js';
import { describeGroup } from './group-descriptions.js';
import { toNewTopic } from './new-topic.js';
import { noSuchPartition, outOfRange, parseOffset } from './offset-errors.js';
import { changeTopic } from './topic-changes.js';
import { readPartition } from './topic-reading.js';

const ATTEMPTS = 6;
const RETRY = { firstDelayMs: 100, longestDelayMs: 2_000 };
const SETTLING_MS = 30_000;
const SETTLING_POLL_MS = 50;
/** The member id and generation of a commit from outside the group. */
const NO_MEMBER = { memberId: '', generation: -1 };
const IDLE_STATES = new Set(['Empty', 'Dead']);

export interface AdminDependencies {
  readonly client: KafkaClient;
  readonly servers: readonly string[];
  /** Precedes the names of members in the ids that brokers know. */
  readonly clientId: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly isClosed: () => boolean;
}

/** Manages topics and group offsets. */
export class KafkaAdmin implements EventBusAdmin {
  readonly #client: KafkaClient;
  readonly #servers: readonly string[];
  readonly #clientId: string;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #isClosed: () => boolean;

  constructor({ client, servers, clientId, clock, random, isClosed }: AdminDependencies) {
    this.#client = client;
    this.#servers = servers;
    this.#clientId = clientId;
    this.#clock = clock;
    this.#random = random;
    this.#isClosed = isClosed;
  }

  async createTopics(specs: readonly TopicSpec[]): Promise<void> {
    if (specs.length === 0) return;
    const names = specs.map(({ name }) => name).join(', ');
    await this.#do('create', names, () => this.#createMissing(specs));
    await Promise.all(specs.map(({ name }) => this.#settle(name, 'created')));
  }

  async describeTopics(names: readonly string[]): Promise<readonly TopicDescription[]> {
    if (names.length === 0) return [];
    const configs = ['min.insync.replicas', 'retention.ms'];
    const states = await this.#do('describe', names.join(', '), () =>
      this.#client.describeTopics(names, configs),
    );
    return states.map(({ name, id, partitions, replicationFactor, configs: found }) => ({
      name,
      id: id === '' ? null : id,
      partitions,
      replicationFactor,
      minInsyncReplicas: Number(found.get('min.insync.replicas')),
      retentionMs: Number(found.get('retention.ms')),
    }));
  }

  async listTopics(): Promise<readonly string[]> {
    const names = await this.#do('list topics', undefined, () => this.#client.topicNames());
    return names.filter((name) => !name.startsWith('__')).sort();
  }

  async deleteTopics(names: readonly string[]): Promise<void> {
    await Promise.all(
      names.map(async (name) => {
        await this.#do('delete', name, () => this.#deleteIfThere(name));
        await this.#settle(name, 'deleted');
      }),
    );
  }

  async deleteGroups(names: readonly string[]): Promise<void> {
    for (const name of names) {
      await this.#do('delete group', name, () => this.#deleteGroupIfThere(name));
    }
  }

  async lag(group: string, topic: string): Promise<readonly PartitionLag[]> {
    return this.#do('lag', topic, async () => {
      const partitions = await this.#partitions(topic);
      const [topicId, commits, ends, starts] = await Promise.all([
        this.#client.topicId(topic),
        this.#client.committedOffsets(group, topic, partitions),
        this.#client.offsetsAt(topic, partitions, 'latest'),
        this.#client.offsetsAt(topic, partitions, 'earliest'),
      ]);
      return partitions.map((partition) => {
        const end = ends.get(partition) ?? 0n;
        const commit = commits.get(partition);
        // A commit in a former topic of this name says nothing about this one.
        const isFormer = commit !== undefined && !isOfTopic(commit, topicId ?? '');
        const next = isFormer ? undefined : commit?.offset;
        const behind = end - (next ?? starts.get(partition) ?? 0n);
        return {
          group,
          topic,
          partition,
          committed: next === undefined ? null : String(next),
          end: String(end),
          lag: Number(behind > 0n ? behind : 0n),
        };
      });
    });
  }

  async resetOffsets(
    group: string,
    topic: string,
    target: OffsetTarget,
    partition?: number,
  ): Promise<void> {
    await this.#do('reset offsets', topic, async () => {
      const all = await this.#partitions(topic);
      const chosen = partition === undefined ? all : all.filter((known) => known === partition);
      if (chosen.length === 0) throw noSuchPartition(topic, partition);
      await this.#refuseActive(group);
      const offsets = await this.#targets(topic, chosen, target);
      const topicId = (await this.#client.topicId(topic)) ?? '';
      try {
        const handled = [...offsets].map(
          ([at, offset]) => [at, { offset, handled: offset }] as const,
        );
        await this.#client.commitOffsets({ group, ...NO_MEMBER }, topic, new Map(handled), topicId);
      } catch (error) {
        // The coordinator's response to a commit from outside while the group has members.
        throw kafkaErrorType(error) === 'UNKNOWN_MEMBER_ID'
          ? groupActive('reset offsets', group)
          : error;
      }
    });
  }

  async alterTopics(changes: readonly TopicChange[]): Promise<void> {
    for (const change of changes) {
      const wanted = await this.#do('alter', change.name, () => changeTopic(this.#client, change));
      await this.#until(change.name, 'altered', () => this.#client.isAltered(change.name, wanted));
    }
    await this.#do('alter', undefined, () => this.#client.refreshMetadata());
  }

  async listGroups(): Promise<readonly string[]> {
    const names = await this.#do('list groups', undefined, () => this.#client.groupNames());
    return [...names].sort();
  }

  async describeGroups(names: readonly string[]): Promise<readonly GroupDescription[]> {
    const found = await Promise.all(
      names.map((name) =>
        this.#do('describe', name, () => describeGroup(this.#client, name, this.#clientId)),
      ),
    );
    return found.filter((group) => group !== undefined);
  }

  async findOffsets(topic: string, target: ComputedTarget): Promise<readonly PartitionOffset[]> {
    return this.#do('find offsets', topic, async () => {
      const partitions = await this.#partitions(topic);
      const offsets = await this.#targets(topic, partitions, target);
      return partitions.map((partition) => {
        return { partition, offset: String(offsets.get(partition) ?? 0n) };
      });
    });
  }

  async read(topic: string, request: ReadRequest): Promise<ReadPage> {
    assertReadRequest(request);
    return this.#do('read', topic, () => readPartition(this.#client, topic, request));
  }

  async #createMissing(specs: readonly TopicSpec[]): Promise<void> {
    const existing = new Set(await this.#client.topicNames());
    const missing = specs.filter(({ name }) => !existing.has(name));
    if (missing.length === 0) return;
    try {
      await this.#client.createTopics(missing.map(toNewTopic));
    } catch (error) {
      // Another client created it meanwhile. Check again what is missing.
      if (kafkaErrorType(error) !== 'TOPIC_ALREADY_EXISTS') throw error;
      await this.#createMissing(specs);
    }
  }

  async #deleteIfThere(name: string): Promise<void> {
    try {
      await this.#client.deleteTopic(name);
    } catch (error) {
      if (kafkaErrorType(error) !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
    }
  }

  async #deleteGroupIfThere(name: string): Promise<void> {
    try {
      await this.#client.deleteGroup(name);
    } catch (error) {
      const type = kafkaErrorType(error);
      if (type === 'NON_EMPTY_GROUP') throw groupActive('delete group', name);
      if (type !== 'GROUP_ID_NOT_FOUND') throw error;
    }
  }

  async #settle(topic: string, state: 'created' | 'deleted'): Promise<void> {
    await this.#until(topic, state, () => this.#client.isSettled(topic, state));
  }

  async #until(topic: string, state: string, isTrue: () => Promise<boolean>): Promise<void> {
    const deadline = this.#clock.monotonic() + SETTLING_MS;
    while (!(await this.#do('describe', topic, isTrue))) {
      if (this.#clock.monotonic() > deadline) {
        throw new PortError({
          port: 'event-bus',
          operation: 'describe',
          reason: 'timeout',
          message: `Kafka at ${this.#servers.join(', ')}: not every broker knows after ${SETTLING_MS} ms that ${topic} is ${state}`,
        });
      }
      await this.#clock.sleep(SETTLING_POLL_MS);
    }
  }

  async #partitions(topic: string): Promise<readonly number[]> {
    const leaders = await this.#client.leaders(topic);
    return [...leaders.keys()].sort((a, b) => a - b);
  }

  async #refuseActive(group: string): Promise<void> {
    const state = await this.#client.groupState(group);
    if (!IDLE_STATES.has(state)) throw groupActive('reset offsets', group);
  }

  async #targets(
    topic: string,
    partitions: readonly number[],
    target: OffsetTarget,
  ): Promise<ReadonlyMap<number, bigint>> {
    if (target.to === 'earliest') return this.#client.offsetsAt(topic, partitions, 'earliest');
    const ends = await this.#client.offsetsAt(topic, partitions, 'latest');
    if (target.to === 'latest') return ends;
    if (target.to === 'time') {
      const found = await this.#client.offsetsAt(topic, partitions, target.timeMs);
      return new Map(partitions.map((each) => [each, found.get(each) ?? ends.get(each) ?? 0n]));
    }
    const starts = await this.#client.offsetsAt(topic, partitions, 'earliest');
    const offset = parseOffset(target.offset);
    return new Map(
      partitions.map((each): [number, bigint] => {
        const [start, end] = [starts.get(each) ?? 0n, ends.get(each) ?? 0n];
        if (offset === undefined || offset < start || offset > end) {
          throw outOfRange(`${topic}[${each}]`, target.offset, start, end);
        }
        return [each, offset];
      }),
    );
  }

  /**
   * Runs an operation, and retries it after transient errors. Does not wait for a cluster that cannot be reached at
   * all.
   */
  async #do<Result>(
    operation: string,
    subject: string | undefined,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const { clock, random } = { clock: this.#clock, random: this.#random };
    const context = {
      operation,
      servers: this.#servers,
      ...(subject === undefined ? {} : { subject }),
    };
    const attempt = async <Value>(step: () => Promise<Value>) => {
      if (this.#isClosed()) throw closedError(operation);
      try {
        return await step();
      } catch (error) {
        const classified = classifyKafkaError(error, context);
        // A leader or coordinator may have moved. If no broker answers, the next attempt reports it.
        if (classified.isRetryable) await this.#client.refreshMetadata().catch(() => undefined);
        throw classified;
      }
    };
    await attempt(() => this.#client.connect());
    return retryTransient(() => attempt(work), {
      policy: RETRY,
      clock,
      random,
      maxAttempts: ATTEMPTS,
    });
  }
}

function groupActive(operation: string, group: string): PortError {
  return new PortError({
    port: 'event-bus',
    operation,
    reason: 'rejected',
    code: 'group-active',
    message: `The group ${group} has members.`,
    hint: 'stop them first',
  });
}
