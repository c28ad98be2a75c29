import { kafkaErrorType } from '../classify-error.js';
import type { GroupClient, Membership } from '../client/kafka-client.js';
import { isMembershipLost } from './offset-committer.js';
import type { SubscriptionContext } from './subscription-context.js';

const SOON_MS = 250;
/** Members tend to come together, and each one's joining waits until the others' next sign of life. */
const YOUNG_MS = 30_000;
const YOUNG_INTERVAL_MS = 500;

/**
 * Tells the coordinator at an interval, at first a shorter one, that the member lives, whatever its
 * handlers do, until `stopped`.
 * Says `rebalance` when the group wants to assign anew, and `lost` when the member is out of it: it was
 * told so, or nobody could be told for longer than its session lasts.
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
