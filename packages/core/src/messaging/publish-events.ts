import { streamIdOf } from '../events/event-address.js';
import type { EventEnvelope } from '../events/envelope.js';
import { requireDefinition, upcastEvent, type EventRegistry } from '../events/event-registry.js';
import { prepared } from '../events/prepare-by.js';
import type { WireCodec } from '../events/wire-codec.js';
import type { OutgoingMessage } from './message.js';
import type { EventBus } from '../ports/event-bus.js';
import type { EventStore } from '../ports/event-store.js';
import type { IngestItem } from '../ports/ingest.js';
import { createOrderedPublisher } from './ordered-publisher.js';

/**
 * Publishes events. Resolves when all are durable; rejects with a PortError if some may not be. The same events may be
 * published again. Over a bus, calls may run concurrently and keep their order per key, as in EventBus.publish; see
 * {@link createOrderedPublisher} for a caller that repeats them.
 */
export interface PublishEvents {
  (events: readonly EventEnvelope[]): Promise<void>;
  /** False if the events reach no other process; absent if that is not known. */
  readonly isShared?: boolean;
}

type WritingCodec = Pick<WireCodec, 'encode' | 'encoding'>;

/**
 * Publishes to a bus, each event on its own topic, at most `batchSize` (default 500) messages in one call. A batch is
 * sent only after the batch before it in its topic is durable. While a call waits for what its codec has to load, the calls
 * after it wait too; if that fails for now, they reject with it.
 */
export function createBusPublisher(
  { bus, codec }: { readonly bus: EventBus; readonly codec: WritingCodec },
  { batchSize = 500 }: { readonly batchSize?: number } = {},
): PublishEvents {
  const topics = new Map<string, PublishMessages>();
  const publisherTo = (topic: string): PublishMessages => {
    const publisher = topics.get(topic) ?? createTopicPublisher(bus, topic, batchSize);
    topics.set(topic, publisher);
    return publisher;
  };
  const publish = async (events: readonly EventEnvelope[]): Promise<void> => {
    const calls = [...encodeByTopic(codec, events)].map(([topic, messages]) =>
      publisherTo(topic)(messages),
    );
    // If each event is published by itself, every further promise costs a measurable share.
    await (calls.length === 1 ? calls[0] : Promise.all(calls));
  };
  return Object.assign(preparedPublish(codec, publish), { isShared: bus.capabilities.isShared });
}

/** A call that has to load something runs alone. Otherwise a later call for the same keys could overtake it. */
function preparedPublish(
  { encoding }: WritingCodec,
  publish: (events: readonly EventEnvelope[]) => Promise<void>,
): (events: readonly EventEnvelope[]) => Promise<void> {
  if (encoding === undefined) return publish;
  const preparedCall = (events: readonly EventEnvelope[]): Promise<void> => {
    const loading = prepared(encoding, events);
    return loading === undefined ? publish(events) : loading.then(() => publish(events));
  };
  return createOrderedPublisher(preparedCall, { runsAlone: (events) => !encoding.isReady(events) });
}

type PublishMessages = (messages: readonly OutgoingMessage[]) => Promise<void>;

// A call of several batches is alone in flight. Otherwise a later call could overtake its last batches.
function createTopicPublisher(bus: EventBus, topic: string, batchSize: number): PublishMessages {
  const publishBatches: PublishMessages = async (messages) => {
    for (const batch of inBatches(messages, batchSize)) await bus.publish(topic, batch);
  };
  const publish: PublishMessages = (messages) =>
    messages.length <= batchSize ? bus.publish(topic, messages) : publishBatches(messages);
  return createOrderedPublisher(publish, { runsAlone: ({ length }) => length > batchSize });
}

/** Writes directly to the log, without a bus; for seeding and for comparison with a bus. */
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

/** Splits a list into batches of `size`; the last one may be shorter. */
function* inBatches<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  if (items.length <= size) {
    if (items.length > 0) yield items;
    return;
  }
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

function encodeByTopic(
  codec: WritingCodec,
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
