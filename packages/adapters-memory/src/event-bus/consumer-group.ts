import type { Cancel, Clock, SubscribeOptions, SubscriptionObserver } from '@foldmart/core';
import { assignPartitions } from './assignment.js';
import { GroupPartition } from './group-partition.js';
import type { MemoryTopic } from './memory-topic.js';

/** A member as its group knows it. */
export interface GroupMember {
  readonly id: string;
  readonly sessionTimeoutMs: number;
  readonly startFrom: NonNullable<SubscribeOptions['startFrom']>;
  /** The member's grants or what is wanted of it have changed: look at {@link ConsumerGroup.grantsOf}. */
  changed(): void;
  readonly lost: NonNullable<SubscriptionObserver['lost']>;
}

/** A partition in the hands of a member. */
export interface PartitionGrant {
  readonly epoch: number;
  /** False when the member is to finish what it has in hand and release it. */
  readonly isWanted: boolean;
}

interface Membership {
  readonly member: GroupMember;
  lastSeenAtMs: number;
  isLeaving: boolean;
  cancelExpiry: Cancel;
}

/**
 * The coordinator of one group on one topic: who is in it, who holds which partition, how far they are.
 * Partitions are handed over as in Kafka's cooperative rebalancing (KIP-429): a holder keeps one until it
 * releases it, leaves, or is not heard of for its session time-out.
 */
export class ConsumerGroup {
  readonly #clock: Clock;
  readonly #members = new Map<string, Membership>();
  #partitions: readonly GroupPartition[] = [];

  constructor(clock: Clock, topic: MemoryTopic) {
    this.#clock = clock;
    this.#partitions = topic.partitions.map((log) => new GroupPartition(log));
  }

  get isActive(): boolean {
    return this.#members.size > 0;
  }

  get partitions(): readonly GroupPartition[] {
    return this.#partitions;
  }

  join(member: GroupMember): void {
    if (this.#members.size === 0) this.#chooseBeginnings(member.startFrom);
    const lastSeenAtMs = this.#clock.monotonic();
    const membership = { member, lastSeenAtMs, isLeaving: false, cancelExpiry: () => undefined };
    this.#members.set(member.id, membership);
    this.#watch(membership, member.sessionTimeoutMs);
    this.#rebalance();
  }

  /** Keeps the member in the group; false where it is not in it any more. */
  heartbeat(id: string): boolean {
    const membership = this.#members.get(id);
    if (membership === undefined) return false;
    membership.lastSeenAtMs = this.#clock.monotonic();
    return true;
  }

  /** Wants every partition of the member released; it stays in the group meanwhile. */
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

  /** Moves the group behind what was handled; false, with nothing moved, for anybody but the owner. */
  commit(id: string, partition: number, epoch: number, offset: number): boolean {
    const state = this.#partitions[partition];
    if (state?.isOwnedBy(id, epoch) !== true) return false;
    state.committed = offset;
    return true;
  }

  /** Lets go of a partition, so that it passes on. */
  release(id: string, partition: number, epoch: number): void {
    const state = this.#partitions[partition];
    if (state?.isOwnedBy(id, epoch) !== true) return;
    state.owner = undefined;
    if (state.grant()) this.#notify(state.owner);
  }

  /** The topic is gone, with its messages and all offsets. */
  topicDeleted(): void {
    const before = this.#partitions;
    this.#partitions = [];
    for (const [index, { owner, position, log }] of before.entries()) {
      const member = owner === undefined ? undefined : this.#members.get(owner)?.member;
      if (member === undefined || position >= log.end) continue;
      const [from, to] = [String(position), String(log.end)];
      member.lost({ partition: index, from, to, reason: 'the topic was deleted' });
    }
    for (const id of this.#members.keys()) this.#notify(id);
  }

  /** The topic is there again, as another one. */
  topicCreated(topic: MemoryTopic): void {
    this.#partitions = topic.partitions.map((log) => new GroupPartition(log));
    this.#chooseBeginnings('earliest');
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
