import { kafkaErrorType } from '../classify-error.js';
import type { GroupClient, Membership } from '../client/kafka-client.js';
import { isMembershipLost } from './offset-committer.js';
import type { SubscriptionContext } from './subscription-context.js';

const SOON_MS = 250;
/** Members tend to start together, and each join waits for the next heartbeat of the others. */
const YOUNG_MS = 30_000;
const YOUNG_INTERVAL_MS = 500;

export interface HeartbeatEvents {
  readonly onRebalance: () => void;
  /** The member is no longer in the group, or no heartbeat succeeded for a session time-out. */
  readonly onLost: (error: unknown) => void;
  /** The group has the member: a heartbeat that was sent then, in monotonic milliseconds, was answered. */
  readonly onHeard: (sentAtMs: number) => void;
  /** Whether the member is joining the next generation, so that the end of this one is no surprise. */
  readonly isJoining: () => boolean;
}

/**
 * Sends heartbeats until `stopped`, independently of the handlers and while the member joins again; at first at a
 * shorter interval.
 */
export async function beat(
  context: SubscriptionContext,
  membership: Membership,
  stopped: AbortSignal,
  events: HeartbeatEvents,
): Promise<void> {
  const { client, clock, heartbeatIntervalMs, sessionTimeoutMs, group } = context;
  const began = clock.monotonic();
  const intervalMs = () => {
    const isYoung = clock.monotonic() - began < YOUNG_MS;
    return Math.min(
      heartbeatIntervalMs,
      sessionTimeoutMs / 3,
      isYoung ? YOUNG_INTERVAL_MS : Infinity,
    );
  };
  let heardAt = began;
  let delayMs = intervalMs();
  for (;;) {
    await clock.sleep(delayMs, stopped);
    const sentAtMs = clock.monotonic();
    const error = stopped.aborted ? undefined : await failureOf(client, membership);
    if (stopped.aborted) return;
    const type = kafkaErrorType(error);
    const isRebalancing = type === 'REBALANCE_IN_PROGRESS';
    const isExpected = type === 'ILLEGAL_GENERATION' && events.isJoining();
    if (isRebalancing) events.onRebalance();
    const isHeard = error === undefined || isRebalancing || isExpected;
    if (isHeard) {
      heardAt = clock.monotonic();
      events.onHeard(sentAtMs);
    } else client.forgetCoordinator(group);
    const isOut = isMembershipLost(error) && !isExpected;
    if (isOut || clock.monotonic() - heardAt > sessionTimeoutMs) {
      events.onLost(error);
      return;
    }
    delayMs = isHeard ? intervalMs() : Math.min(intervalMs(), SOON_MS);
  }
}

async function failureOf(client: GroupClient, membership: Membership): Promise<unknown> {
  try {
    await client.heartbeat(membership);
    return undefined;
  } catch (error) {
    return error ?? new Error('the client failed without an error');
  }
}
