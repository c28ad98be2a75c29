import { settlesWithin } from '@foldmart/core';
import { kafkaErrorType } from '../classify-error.js';
import type { Membership } from '../client/kafka-client.js';
import type { JoinedGroup } from './group-joining.js';
import { beat } from './heartbeat.js';
import { isMembershipLost } from './offset-committer.js';
import type { SubscriptionContext } from './subscription-context.js';

const LEAVE_MS = 2_000;
const NO_GENERATION = -1;

export interface MembershipEvents {
  /** The group rebalances: the member must join again. */
  readonly onRebalance: () => void;
  /** The group has the member: a request that was sent then, in monotonic milliseconds, was answered. */
  readonly onHeard: (sentAtMs: number) => void;
  /** The member is no longer in its group. */
  readonly onLost: (error: unknown) => void;
}

/** A member's place in its group, over all generations: its ids, its heartbeats, and how it joins and leaves. */
export class GroupMembership {
  readonly #context: SubscriptionContext;
  readonly #events: MembershipEvents;
  #memberId = '';
  #instanceId: string | undefined;
  #generation = NO_GENERATION;
  #heartbeat = new AbortController();
  #isJoining = false;

  constructor(context: SubscriptionContext, events: MembershipEvents) {
    this.#context = context;
    this.#events = events;
    this.#instanceId = context.instanceId;
  }

  /** Whether the member is between two generations. */
  get isJoining(): boolean {
    return this.#isJoining;
  }

  /**
   * Joins the next generation, and keeps what it holds meanwhile. Heartbeats of the present one continue until
   * {@link enter}.
   */
  async join(owned: readonly number[]): Promise<JoinedGroup> {
    const { client, group, topic, sessionTimeoutMs, rebalanceTimeoutMs } = this.#context;
    this.#isJoining = true;
    const joined = await client.joinGroup({
      group,
      topic,
      memberId: this.#memberId,
      ...(this.#instanceId === undefined ? {} : { instanceId: this.#instanceId }),
      owned,
      generation: owned.length === 0 ? NO_GENERATION : this.#generation,
      sessionTimeoutMs,
      rebalanceTimeoutMs,
      onMemberId: (memberId) => {
        this.#memberId = memberId;
      },
    });
    this.#generation = joined.membership.generation;
    return joined;
  }

  /** Is a member of a new generation from here on. */
  enter(membership: Membership): void {
    this.#heartbeat.abort();
    this.#heartbeat = new AbortController();
    this.#isJoining = false;
    this.#events.onHeard(this.#context.clock.monotonic());
    void beat(this.#context, membership, this.#heartbeat.signal, {
      ...this.#events,
      isJoining: () => this.#isJoining,
    });
  }

  /** Stops the heartbeats, and forgets the ids that the coordinator does not accept any more. */
  lose(error: unknown): void {
    this.#heartbeat.abort();
    const type = kafkaErrorType(error);
    if (isMembershipLost(error) && type !== 'ILLEGAL_GENERATION') this.#memberId = '';
    if (type !== 'FENCED_INSTANCE_ID' || this.#instanceId === undefined) return;
    const { logger, group, topic, member } = this.#context;
    logger.warn('another member has taken the id of this one, which continues without it', {
      group,
      topic,
      member,
      instanceId: this.#instanceId,
    });
    this.#instanceId = undefined;
  }

  /** Stops the heartbeats. */
  stop(): void {
    this.#heartbeat.abort();
  }

  /** Leaves the group, so that others take over at once. If the coordinator cannot be reached, the session expires. */
  async leave(): Promise<void> {
    this.stop();
    if (this.#memberId === '') return;
    const { client, group, logger, clock } = this.#context;
    const instance = this.#instanceId === undefined ? {} : { instanceId: this.#instanceId };
    const left = client
      .leaveGroup({ group, memberId: this.#memberId, ...instance })
      .catch((error: unknown) => {
        logger.debug('a member could not leave its group: its session will expire', {
          error: String(error),
        });
      });
    await settlesWithin(clock, LEAVE_MS, left);
  }
}
