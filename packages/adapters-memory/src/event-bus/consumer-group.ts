import type { Cancel, Clock, SubscribeOptions, SubscriptionObserver } from '@foldmart/core';
import { assignPartitions } from './assignment.js';
import { GroupPartition } from './group-partition.js';
import type { MemoryTopic } from './memory-topic.js';

/** A member, as its group sees it. */
export interface GroupMember {
  readonly id: string;
  /** Names it in descriptions. */
  readonly name: string;
  readonly sessionTimeoutMs: number;
  readonly startFrom: NonNullable<SubscribeOptions['startFrom']>;
  /** Called when the grants of the member have changed; see {@link ConsumerGroup.grantsOf}. */
  changed(): void;
  readonly lost: NonNullable<SubscriptionObserver['lost']>;
  /** Called at joining if the position of the group was in a former topic of the name. */
  recreated(): void;
}

/** A partition that a member owns. */
export interface PartitionGrant {
  readonly epoch: number;
  /** False if the member must finish its batch and release the partition. */
  readonly isWanted: boolean;
}

/** A member, and the partitions that it owns. */
export interface OwningMember extends Pick<GroupMember, 'id' | 'name'> {
  readonly partitions: readonly number[];
}

interface Membership {
  readonly member: GroupMember;
  lastSeenAtMs: number;
  isLeaving: boolean;
  cancelExpiry: Cancel;
}

/**
 * Coordinates one group on one topic: its members, the owners of partitions, and the commits. Partitions are handed
 * over as in Kafka's cooperative rebalancing (KIP-429): an owner keeps a partition until it releases it, leaves, or
 * its session expires.
 */
export class ConsumerGroup {
  readonly #clock: Clock;
  readonly #members = new Map<string, Membership>();
  #partitions: readonly GroupPartition[] = [];
  #topicId: string | undefined;
  /** The topics before this one used epochs up to here, so that what was granted in them is fenced. */
  #lastEpoch = 0;
  /** Whether the group has read a former topic of the name, and has no position in this one. */
  #hasFormerPosition = false;

  constructor(clock: Clock, topic: MemoryTopic) {
    this.#clock = clock;
    this.#topicId = topic.id;
    this.#partitions = topic.partitions.map((log) => new GroupPartition(log));
  }

  get isActive(): boolean {
    return this.#members.size > 0;
  }

  /** The identity of the topic; undefined while there is none. */
  get topicId(): string | undefined {
    return this.#topicId;
  }

  /** Whether the group has a position, in this topic or in a former one. */
  get hasPosition(): boolean {
    return this.#hasFormerPosition || this.#partitions.some(({ committed }) => committed !== null);
  }

  /** Whether the group has a position in this topic. */
  get hasCommit(): boolean {
    return this.#partitions.some(({ committed }) => committed !== null);
  }

  /** Whether every partition is with the member that should own it. */
  get isStable(): boolean {
    return this.#partitions.every(({ owner, target }) => owner === target && owner !== undefined);
  }

  /** The members, each with the partitions that it owns, ascending. */
  get members(): readonly OwningMember[] {
    return [...this.#members.values()].map(({ member: { id, name } }) => {
      return { id, name, partitions: [...this.grantsOf(id).keys()] };
    });
  }

  get partitions(): readonly GroupPartition[] {
    return this.#partitions;
  }

  join(member: GroupMember): void {
    if (this.#hasFormerPosition) member.recreated();
    this.beginNewTopic();
    if (this.#members.size === 0) this.#chooseBeginnings(member.startFrom);
    const lastSeenAtMs = this.#clock.monotonic();
    const membership = { member, lastSeenAtMs, isLeaving: false, cancelExpiry: () => undefined };
    this.#members.set(member.id, membership);
    this.#watch(membership, member.sessionTimeoutMs);
    this.#rebalance();
  }

  /** Renews the member's session. False if the member is no longer in the group. */
  heartbeat(id: string): boolean {
    const membership = this.#members.get(id);
    if (membership === undefined) return false;
    membership.lastSeenAtMs = this.#clock.monotonic();
    return true;
  }

  /** Asks the member to release every partition. It remains a member until it leaves. */
  beginLeaving(id: string): void {
    const membership = this.#members.get(id);
    if (membership === undefined) return;
    membership.isLeaving = true;
    this.#rebalance();
  }

  leave(id: string): void {
    if (!this.#members.has(id)) return;
    this.#remove(id);
    if (this.#members.size > 0) return;
    for (const partition of this.#partitions) partition.beginning = null;
  }

  grantsOf(id: string): ReadonlyMap<number, PartitionGrant> {
    const grants = new Map<number, PartitionGrant>();
    for (const [index, { owner, target, epoch }] of this.#partitions.entries()) {
      if (owner === id) grants.set(index, { epoch, isWanted: target === id });
    }
    return grants;
  }

  /** Commits `offset`. Returns false, and commits nothing, unless the caller is the owner in this epoch. */
  commit(id: string, partition: number, epoch: number, offset: number): boolean {
    const state = this.#partitions[partition];
    if (state?.isOwnedBy(id, epoch) !== true) return false;
    state.committed = offset;
    return true;
  }

  /** Releases a partition, so that its target can own it. */
  release(id: string, partition: number, epoch: number): void {
    const state = this.#partitions[partition];
    if (state?.isOwnedBy(id, epoch) !== true) return;
    state.owner = undefined;
    if (state.grant()) this.#notify(state.owner);
  }

  /** Sets the position to the start of the topic if it is in a former one. */
  beginNewTopic(): void {
    if (!this.#hasFormerPosition) return;
    this.#hasFormerPosition = false;
    for (const partition of this.#partitions) partition.committed ??= partition.log.start;
  }

  /** The topic was deleted, with its messages. */
  topicDeleted(): void {
    const before = this.#partitions;
    this.#hasFormerPosition = this.isActive || this.hasPosition;
    this.#lastEpoch = Math.max(this.#lastEpoch, ...before.map(({ epoch }) => epoch));
    this.#partitions = [];
    this.#topicId = undefined;
    for (const [index, { owner, position, log }] of before.entries()) {
      const member = owner === undefined ? undefined : this.#members.get(owner)?.member;
      if (member === undefined || position >= log.end) continue;
      const [from, to] = [String(position), String(log.end)];
      member.lost({ partition: index, from, to, reason: 'the topic was deleted' });
    }
    for (const id of this.#members.keys()) this.#notify(id);
  }

  /** The topic was created again, as a new one. */
  topicCreated(topic: MemoryTopic): void {
    this.#topicId = topic.id;
    this.#partitions = topic.partitions.map((log) => new GroupPartition(log, this.#lastEpoch));
    if (!this.isActive) return;
    this.beginNewTopic();
    this.#rebalance();
  }

  /** The topic has more partitions, which are read from their start. */
  partitionsAdded(topic: MemoryTopic): void {
    const { hasCommit } = this;
    const added = topic.partitions.slice(this.#partitions.length).map((log) => {
      const partition = new GroupPartition(log, this.#lastEpoch);
      // A later member must not begin at the end, whatever it asks for.
      if (hasCommit) partition.committed = log.start;
      return partition;
    });
    this.#partitions = [...this.#partitions, ...added];
    this.#rebalance();
  }

  #chooseBeginnings(startFrom: GroupMember['startFrom']): void {
    for (const partition of this.#partitions) {
      // The end of now must hold for later owners too, so it counts as a commit.
      if (startFrom === 'latest') partition.committed ??= partition.log.end;
      else partition.beginning = partition.log.start;
    }
  }

  #watch(membership: Membership, delayMs: number): void {
    const { member } = membership;
    membership.cancelExpiry = this.#clock.schedule(delayMs, () => {
      const silentMs = this.#clock.monotonic() - membership.lastSeenAtMs;
      const leftMs = member.sessionTimeoutMs - silentMs;
      if (leftMs > 0) this.#watch(membership, leftMs);
      else this.#remove(member.id);
    });
  }

  #remove(id: string): void {
    this.#members.get(id)?.cancelExpiry();
    this.#members.delete(id);
    for (const partition of this.#partitions) {
      if (partition.owner === id) partition.owner = undefined;
    }
    this.#rebalance();
  }

  #rebalance(): void {
    const staying = [...this.#members.values()].filter(({ isLeaving }) => !isLeaving);
    const owners = this.#partitions.map(({ owner }) => owner);
    const members = staying.map(({ member }) => member.id);
    const targets = assignPartitions(owners, members);
    const concerned = new Set<string | undefined>();
    for (const [index, partition] of this.#partitions.entries()) {
      partition.target = targets[index];
      partition.grant();
      concerned.add(partition.owner);
    }
    for (const id of concerned) this.#notify(id);
  }

  #notify(id: string | undefined): void {
    if (id !== undefined) this.#members.get(id)?.member.changed();
  }
}
