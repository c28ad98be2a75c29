import { kafkaErrorType } from '../classify-error.js';
import type { GroupClient, Membership } from '../client/kafka-client.js';
import { isMembershipLost } from './offset-committer.js';
import type { SubscriptionContext } from './subscription-context.js';

const SOON_MS = 250;
/** Members tend to start together, and each join waits for the next heartbeat of the others. */
const YOUNG_MS = 30_000;
const YOUNG_INTERVAL_MS = 500;

/**
 * Sends heartbeats until `stopped`, independently of the handlers; at first at a shorter interval. Reports
 * `rebalance` if the group rebalances. Reports `lost` if the member is no longer in the group, or if no heartbeat
 * succeeded for a session time-out.
 */
export async function beat(
  context: SubscriptionContext,
  membership: Membership,
  stopped: AbortSignal,
  onEnd: (end: 'rebalance' | 'lost') => void,
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
    const error = stopped.aborted ? undefined : await failureOf(client, membership);
    if (stopped.aborted) return;
    const isRebalancing = kafkaErrorType(error) === 'REBALANCE_IN_PROGRESS';
    if (isRebalancing) onEnd('rebalance');
    const isHeard = error === undefined || isRebalancing;
    if (isHeard) heardAt = clock.monotonic();
    else client.forgetCoordinator(group);
    if (isMembershipLost(error) || clock.monotonic() - heardAt > sessionTimeoutMs) {
      onEnd('lost');
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
