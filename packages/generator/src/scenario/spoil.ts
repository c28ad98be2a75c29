import type { DeadLetterReason, EventEnvelope, OutgoingMessage, Random } from '@foldmart/core';
import { uniformItem } from '../random/weighted-pick.js';

/** A message that no consumer can use, and why. */
export interface SpoiledMessage {
  readonly message: OutgoingMessage;
  readonly reason: DeadLetterReason;
}

type Spoil = (event: EventEnvelope, message: OutgoingMessage) => SpoiledMessage;

/** A number of every event of the shop that has one, which must not be negative. */
const amounts = ['quantity', 'price', 'age', 'total_amount'];

const ways: readonly Spoil[] = [
  function truncated(_event, message) {
    const text = String(message.value);
    const value = text.slice(0, Math.floor(text.length * 0.6));
    return { message: { ...message, value }, reason: 'malformed' };
  },
  function withoutEnvelope({ data }, message) {
    return { message: { ...message, value: JSON.stringify(data) }, reason: 'malformed' };
  },
  function negativeAmount(event, message) {
    const field = amounts.find((name) => name in event.data) ?? '';
    return withData(event, message, { ...event.data, [field]: -1 });
  },
  function textForNumber(event, message) {
    const field = amounts.find((name) => name in event.data) ?? '';
    return withData(event, message, { ...event.data, [field]: 'three' });
  },
  function withoutTime(event, message) {
    const times = ['created_at', 'changed_at'];
    const rest = Object.entries(event.data).filter(([name]) => !times.includes(name));
    return withData(event, message, Object.fromEntries(rest));
  },
  function ofUnknownType({ type, data }, message) {
    const unknown = `${type}_draft`;
    const value = JSON.stringify({ event_type: unknown, data });
    const headers = { ...message.headers, ce_type: unknown };
    return { message: { ...message, value, headers }, reason: 'unknown-type' };
  },
  function empty(_event, message) {
    return { message: { ...message, value: null }, reason: 'empty' };
  },
];

/** Spoils a message in one of several ways. Its key and its id stay, so that it can be found. */
export function spoil(
  event: EventEnvelope,
  message: OutgoingMessage,
  random: Random,
): SpoiledMessage {
  return uniformItem(ways, random)(event, message);
}

function withData(
  { type }: EventEnvelope,
  message: OutgoingMessage,
  data: EventEnvelope['data'],
): SpoiledMessage {
  const value = JSON.stringify({ event_type: type, data });
  return { message: { ...message, value }, reason: 'invalid' };
}
