import { waitUntil } from '@foldmart/composition';
import type { ShopRuntime } from '@foldmart/composition/shop';

/** A request in the order of the queue. */
export interface QueuedInOrder {
  readonly eventId: string;
  readonly userId: number;
}

const auditGroup = 'coupon-rush-audit';
const readDeadlineMs = 60_000;

/** Marks the current end of the queue, at which a later read starts. */
export async function markQueue(system: ShopRuntime): Promise<void> {
  const { COUPON_TOPIC: topic } = system.settings.values;
  await system.promptBus().admin.resetOffsets(auditGroup, topic, { to: 'latest' });
}

/**
 * Reads the coupon's requests after the mark, in the order of their partition, with a consumer
 * group of its own and none of the workers' code. A repeated request counts at its first place.
 */
export async function readQueueOrder(
  system: ShopRuntime,
  couponId: number,
): Promise<readonly QueuedInOrder[]> {
  const { COUPON_TOPIC: topic } = system.settings.values;
  const bus = system.promptBus();
  const found = new Map<string, QueuedInOrder>();
  const subscription = await bus.subscribe(
    { topic, group: auditGroup, member: 'audit', maxBatchMessages: 5_000 },
    async ({ messages }) => {
      for (const { value } of messages) {
        const request = readRequest(value, couponId);
        if (request !== undefined && !found.has(request.eventId)) {
          found.set(request.eventId, request);
        }
      }
    },
  );
  const isRead = async (): Promise<boolean> => {
    const partitions = await bus.admin.lag(auditGroup, topic);
    return partitions.every(({ lag }) => lag === 0);
  };
  await waitUntil(isRead, { clock: system.clock, pollMs: 50, deadlineMs: readDeadlineMs });
  await subscription.close();
  return [...found.values()];
}

interface QueuedBody {
  readonly data?: {
    readonly event_id?: unknown;
    readonly user_id?: unknown;
    readonly coupon_id?: unknown;
  };
}

function readRequest(value: Uint8Array | null, couponId: number): QueuedInOrder | undefined {
  if (value === null) return undefined;
  const { data } = JSON.parse(new TextDecoder().decode(value)) as QueuedBody;
  if (data?.coupon_id !== couponId) return undefined;
  return { eventId: String(data.event_id), userId: Number(data.user_id) };
}
