import {
  isRetryableError,
  PortError,
  type Clock,
  type EventBus,
  type OutgoingMessage,
  type SubscriptionObserver,
} from '@foldmart/core';
import type { ServiceWatch } from './service-watch.js';
import { noteFailure, watchCall, watchPort } from './watch-port.js';

/** A bus retries by itself. Without an acknowledgement for this long, it is reported. */
const patienceMs = 5_000;

/** The same bus. The outcome of its calls, and of what its members do by themselves, is noted by the watch. */
export function watchBus(bus: EventBus, watch: ServiceWatch, clock: Clock): EventBus {
  return {
    get capabilities() {
      return bus.capabilities;
    },
    admin: watchPort(bus.admin, watch),
    publish: (topic, messages) => publish(bus, watch, clock, topic, messages),
    subscribe: (options, handler) =>
      watchCall(
        bus.subscribe({ ...options, observer: observing(options.observer ?? {}, watch) }, handler),
        watch,
      ),
    close: (options) => bus.close(options),
  };
}

async function publish(
  bus: EventBus,
  watch: ServiceWatch,
  clock: Clock,
  topic: string,
  messages: readonly OutgoingMessage[],
): Promise<void> {
  if (messages.length === 0) return bus.publish(topic, messages);
  const cancel = clock.schedule(patienceMs, () => {
    watch.topicWaits(topic);
    watch.failed(unacknowledged(topic));
  });
  try {
    await bus.publish(topic, messages);
    watch.answered();
  } catch (error) {
    noteFailure(error, watch);
    if (isRetryableError(error)) watch.topicWaits(topic);
    throw error;
  } finally {
    cancel();
  }
}

function unacknowledged(topic: string): PortError {
  return new PortError({
    port: 'event-bus',
    operation: 'publish',
    reason: 'timeout',
    message: `no acknowledgement of messages for ${topic} in ${String(patienceMs / 1_000)} s`,
  });
}

/** Keeps the methods that the observer has, and no others: a bus logs what nobody observes. */
function observing(observer: SubscriptionObserver, watch: ServiceWatch): SubscriptionObserver {
  return {
    ...(observer.assigned && { assigned: (partitions) => observer.assigned?.(partitions) }),
    ...(observer.retrying && { retrying: (failure) => observer.retrying?.(failure) }),
    ...(observer.topicChanged && { topicChanged: (change) => observer.topicChanged?.(change) }),
    ...(observer.lost && { lost: (loss) => observer.lost?.(loss) }),
    interrupted(error) {
      watch.failed(error);
      observer.interrupted?.(error);
    },
    reconnected() {
      watch.answered();
      observer.reconnected?.();
    },
  };
}
