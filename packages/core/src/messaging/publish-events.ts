import { streamIdOf } from '../events/event-address.js';
import type { EventEnvelope } from '../events/envelope.js';
import { requireDefinition, upcastEvent, type EventRegistry } from '../events/event-registry.js';
import type { WireCodec } from '../events/wire-codec.js';
import type { OutgoingMessage } from './message.js';
import type { EventBus } from '../ports/event-bus.js';
import type { EventStore, IngestItem } from '../ports/event-store.js';

/**
 * Makes events durable somewhere: resolves when all are, rejects with a PortError when some may not be. The same
 * events may be given again.
 */
export type PublishEvents = (events: readonly EventEnvelope[]) => Promise<void>;

/** Publishes to a bus, each event on its own topic, at most `batchSize` (default 500) messages a call. */
export function createBusPublisher(
  { bus, codec }: { readonly bus: EventBus; readonly codec: WireCodec },
  { batchSize = 500 }: { readonly batchSize?: number } = {},
): PublishEvents {
  return async (events) => {
    for (const [topic, messages] of encodeByTopic(codec, events)) {
      for (const batch of inBatches(messages, batchSize)) await bus.publish(topic, batch);
    }
  };
}

/** Writes straight to the log, without any bus: the way of the seeder, and what a bus is compared with. */
export function createDirectPublisher(
  { store, registry }: { readonly store: EventStore; readonly registry: EventRegistry },
  { batchSize = 500 }: { readonly batchSize?: number } = {},
): PublishEvents {
  return async (events) => {
    for (const batch of inBatches(events, batchSize)) {
      await store.ingest({ items: batch.map((event) => toIngestItem(registry, event)) });
    }
  };
}

/** Addresses an event to its stream. Throws RangeError if its type is not registered, or nothing names its stream. */
export function toIngestItem(registry: EventRegistry, event: EventEnvelope): IngestItem {
  const definition = requireDefinition(registry, event.type);
  const { data } = upcastEvent(registry, event);
  const streamId = streamIdOf(definition, data, event.streamId);
  if (streamId === undefined) throw new RangeError(`Event ${event.id} does not name its stream.`);
  return { streamId, startsStream: definition.startsStream ?? false, event };
}

/** Cuts a list into pieces of `size`, the last one shorter. */
function* inBatches<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  if (items.length <= size) {
    if (items.length > 0) yield items;
    return;
  }
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

function encodeByTopic(
  codec: WireCodec,
  events: readonly EventEnvelope[],
): ReadonlyMap<string, readonly OutgoingMessage[]> {
  const byTopic = new Map<string, OutgoingMessage[]>();
  for (const event of events) {
    const { topic, message } = codec.encode(event);
    const messages = byTopic.get(topic);
    if (messages === undefined) byTopic.set(topic, [message]);
    else messages.push(message);
  }
  return byTopic;
}
