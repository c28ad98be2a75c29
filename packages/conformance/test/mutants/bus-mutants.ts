import type { BusInstance } from '@foldmart/conformance';
import {
  PortError,
  type BatchContext,
  type BatchHandler,
  type DeliveredMessage,
  type EventBus,
  type EventBusAdmin,
  type MessageBatch,
} from '@foldmart/core';
import type { BusMutation } from '../memory/harnesses.js';

/** Replaces methods of the bus; the others stay. */
export function changingBus(change: (bus: EventBus) => Partial<EventBus>): BusMutation {
  return ({ bus, ...process }: BusInstance): BusInstance => ({
    ...process,
    bus: {
      capabilities: bus.capabilities,
      admin: bus.admin,
      publish: (topic, messages) => bus.publish(topic, messages),
      subscribe: (options, handler) => bus.subscribe(options, handler),
      close: (options) => bus.close(options),
      ...change(bus),
    },
  });
}

/** Replaces methods of the bus's admin. */
export function changingAdmin(
  change: (admin: EventBusAdmin) => Partial<EventBusAdmin>,
): BusMutation {
  return changingBus(({ admin }) => ({
    admin: {
      createTopics: (specs) => admin.createTopics(specs),
      describeTopics: (names) => admin.describeTopics(names),
      listTopics: () => admin.listTopics(),
      deleteTopics: (...topics) => admin.deleteTopics(...topics),
      deleteGroups: (names) => admin.deleteGroups(names),
      lag: (group, topic) => admin.lag(group, topic),
      resetOffsets: (...target) => admin.resetOffsets(...target),
      alterTopics: (changes) => admin.alterTopics(changes),
      listGroups: () => admin.listGroups(),
      describeGroups: (names) => admin.describeGroups(names),
      findOffsets: (topic, target) => admin.findOffsets(topic, target),
      read: (topic, request) => admin.read(topic, request),
      ...change(admin),
    },
  }));
}

/** Changes how handlers are called. */
export function changingHandler(change: (handler: BatchHandler) => BatchHandler): BusMutation {
  return changingBus((bus) => ({
    subscribe: (options, handler) => bus.subscribe(options, change(handler)),
  }));
}

/** Changes the batches that handlers are given. */
export function changingBatch(change: (batch: MessageBatch) => MessageBatch): BusMutation {
  return changingHandler((handler) => (batch, context) => handler(change(batch), context));
}

/** Changes each message that handlers are given. */
export function changingMessage(
  change: (message: DeliveredMessage) => Partial<DeliveredMessage>,
): BusMutation {
  return changingBatch((batch) => ({
    ...batch,
    messages: batch.messages.map((message) => ({ ...message, ...change(message) })),
  }));
}

/** Changes the context that handlers are given. */
export function changingContext(change: Partial<BatchContext>): BusMutation {
  return changingHandler(
    (handler) =>
      (batch, { attempt, signal }) =>
        handler(batch, { attempt, signal, ...change }),
  );
}

/** Whether a call failed because its topic does not exist. */
export function isUnknownTopic(error: unknown): boolean {
  return error instanceof PortError && error.code === 'unknown-topic';
}
