import type { Clock, TopicChange, TopicSpec } from '@foldmart/core';
import { memoryBrokerOptionsSchema, type MemoryBrokerOptions } from '../options.js';
import { ConsumerGroup } from './consumer-group.js';
import { MemoryTopic } from './memory-topic.js';
import { RetainedSpace } from './retained-space.js';

/**
 * State that several memory buses share, as several processes share a server: topics, groups and offsets. It has its
 * own clock, and notices a crashed process only by the missing heartbeats.
 */
export class MemoryBroker {
  readonly clock: Clock;
  readonly maxMessageBytes: number;
  readonly space: RetainedSpace;
  readonly #topics = new Map<string, MemoryTopic>();
  /** By topic, then by group name. */
  readonly #groups = new Map<string, Map<string, ConsumerGroup>>();
  #membersSoFar = 0;
  #topicsSoFar = 0;

  /** Throws a ZodError if an option is invalid. */
  constructor(options: MemoryBrokerOptions, dependencies: { readonly clock: Clock }) {
    const settings = memoryBrokerOptionsSchema.parse(options);
    this.clock = dependencies.clock;
    this.maxMessageBytes = settings.maxMessageBytes;
    this.space = new RetainedSpace(settings.maxRetainedBytes, () => this.#dropWhatAllHaveRead());
  }

  get topicNames(): readonly string[] {
    return [...this.#topics.keys()].sort();
  }

  /** The topic, after messages older than its retention are dropped. */
  topic(name: string): MemoryTopic | undefined {
    const topic = this.#topics.get(name);
    topic?.expire(this.clock.monotonic());
    return topic;
  }

  /** Does nothing if the topic exists. */
  createTopic(spec: TopicSpec): void {
    if (this.#topics.has(spec.name)) return;
    this.#topicsSoFar += 1;
    const topic = new MemoryTopic(spec, String(this.#topicsSoFar), this.space);
    this.#topics.set(spec.name, topic);
    for (const group of this.#groupsOn(spec.name).values()) group.topicCreated(topic);
  }

  deleteTopic(name: string): void {
    const topic = this.#topics.get(name);
    if (topic === undefined) return;
    this.#topics.delete(name);
    const groups = this.#groupsOn(name);
    for (const [groupName, group] of groups) {
      group.topicDeleted();
      if (!group.isActive && !group.hasPosition) groups.delete(groupName);
    }
    topic.clear();
    this.space.admitWaiting();
  }

  /** Changes a topic that exists. */
  alterTopic(topic: MemoryTopic, { partitions, retentionMs }: TopicChange): void {
    if (retentionMs !== undefined) topic.retentionMs = retentionMs;
    if (partitions === undefined || partitions === topic.partitions.length) return;
    topic.addPartitions(partitions);
    for (const group of this.#groupsOn(topic.name).values()) group.partitionsAdded(topic);
  }

  /** By topic that exists, the groups that ever read it, by name. */
  get groupsByTopic(): ReadonlyMap<string, ReadonlyMap<string, ConsumerGroup>> {
    return new Map([...this.#groups].filter(([topic]) => this.#topics.has(topic)));
  }

  /** The group, if it ever existed. */
  findGroup(name: string, topic: string): ConsumerGroup | undefined {
    return this.#groups.get(topic)?.get(name);
  }

  /** The group, created if necessary. */
  group(name: string, topic: MemoryTopic): ConsumerGroup {
    const groups = this.#groupsOn(topic.name);
    const existing = groups.get(name);
    if (existing !== undefined) return existing;
    const group = new ConsumerGroup(this.clock, topic);
    groups.set(name, group);
    return group;
  }

  /** Deletes a group from all topics; false, with nothing changed, if it has members. */
  deleteGroup(name: string): boolean {
    const all = [...this.#groups.values()];
    if (all.some((groups) => groups.get(name)?.isActive === true)) return false;
    for (const groups of all) groups.delete(name);
    return true;
  }

  /**
   * Takes all the room that is left, so that publishing waits and then fails, until the returned function gives the
   * room back. For tests of a caller that must wait.
   */
  takeRoom(): () => void {
    const takenBytes = this.space.takeRest();
    return () => {
      this.space.give(takenBytes);
      this.space.admitWaiting();
    };
  }

  /** A unique id for one membership. A member that joins again gets another. */
  nextMemberId(member: string): string {
    this.#membersSoFar += 1;
    return `${member}-${this.#membersSoFar}`;
  }

  #groupsOn(topic: string): Map<string, ConsumerGroup> {
    const existing = this.#groups.get(topic);
    if (existing !== undefined) return existing;
    const groups = new Map<string, ConsumerGroup>();
    this.#groups.set(topic, groups);
    return groups;
  }

  #dropWhatAllHaveRead(): void {
    for (const [name, topic] of this.#topics) {
      topic.expire(this.clock.monotonic());
      const groups = [...this.#groupsOn(name).values()];
      if (groups.length === 0) continue;
      for (const index of topic.partitions.keys()) {
        const positions = groups.map((group) => group.partitions[index]?.position ?? 0);
        topic.dropRead(index, Math.min(...positions));
      }
    }
  }
}
