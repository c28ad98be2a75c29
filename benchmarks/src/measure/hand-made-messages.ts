import type { EventEnvelope } from '@foldmart/core';
import kafkajs, { type Message } from 'kafkajs';

/** How a topic of orders is sent to. */
export const sending = { acks: -1, compression: kafkajs.CompressionTypes.LZ4 };

/** An order as a message, made by hand: the same body and headers, without any check. */
export function handMadeMessage({ id, type, data, time, origin }: EventEnvelope): Message {
  return {
    key: String(data['user_id']),
    value: JSON.stringify({ event_type: type, data }),
    headers: {
      ce_specversion: '1.0',
      ce_id: id,
      ce_type: type,
      ce_source: origin,
      ce_time: time,
      'content-type': 'application/json',
    },
  };
}
