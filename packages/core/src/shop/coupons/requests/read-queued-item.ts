import { upcast } from '../../../events/event-registry.js';
import { parseJson } from '../../../events/safe-json.js';
import type { WireCodec } from '../../../events/wire-codec.js';
import type { MessageSource } from '../../../messaging/dead-letter.js';
import type { DeliveredMessage } from '../../../messaging/message.js';
import {
  couponIssueRequested,
  couponNumber,
  requestIdText,
  type CouponIssueRequested,
} from '../coupon-events.js';
import type { QueuedItem, UnreadableRequest } from './coupon-request.js';

/** Reads a message of the topic of requests, from any producer. Throws only what the codec throws. */
export function readQueuedItem(
  codec: WireCodec,
  message: DeliveredMessage,
  group: string,
): QueuedItem {
  const { topic, partition, offset, key, value, headers } = message;
  const source: MessageSource = { group, topic, partition, offset, key, value, headers };
  const decoded = codec.decode(message);
  if (!decoded.ok) return unreadable(message, source, decoded);
  if (decoded.event.type !== couponIssueRequested.type) {
    const detail = `${decoded.event.type} is no request for a coupon`;
    return unreadable(message, source, { reason: 'unknown-type', detail });
  }
  const { data: received, schemaVersion } = decoded.event;
  const current = upcast(couponIssueRequested, received, schemaVersion);
  const data = current as CouponIssueRequested['data'];
  return {
    kind: 'request',
    source,
    request: {
      requestId: data.event_id,
      couponId: data.coupon_id,
      userId: data.user_id,
      requestedAtMs: data.timestamp,
    },
  };
}

function unreadable(
  { value, headers }: DeliveredMessage,
  source: MessageSource,
  { reason, detail }: Pick<UnreadableRequest, 'reason' | 'detail'>,
): UnreadableRequest {
  const data = dataOf(value);
  return {
    kind: 'unreadable',
    source,
    reason,
    detail,
    requestId:
      requestIdText.safeParse(data?.['event_id']).data ??
      requestIdText.safeParse(headers['ce_id']).data,
    couponId: couponNumber.safeParse(data?.['coupon_id']).data ?? 0,
  };
}

/** The fields of a body with an invalid envelope or data, if it is JSON. */
function dataOf(value: Uint8Array | null): Readonly<Record<string, unknown>> | undefined {
  if (value === null) return undefined;
  try {
    const body = parseJson(new TextDecoder().decode(value));
    const data = isObject(body) && isObject(body['data']) ? body['data'] : body;
    return isObject(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
