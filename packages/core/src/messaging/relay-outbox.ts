import type { LogPosition, StoredEvent } from '../events/envelope.js';
import type { EventRegistry } from '../events/event-registry.js';
import type { PublishEvents } from './publish-events.js';
import {
  runSubscription,
  type RunSubscriptionOptions,
  type SubscriptionDependencies,
} from '../subscriptions/run-subscription.js';

/** What a relay works with. */
export interface RelayOutboxDependencies extends SubscriptionDependencies {
  readonly publish: PublishEvents;
  readonly registry: EventRegistry;
}

/** What a relay sends on, and who hears of it. */
export interface RelayOutboxOptions extends Omit<RunSubscriptionOptions, 'name' | 'onStep'> {
  /** Names its checkpoint; default `outbox`. */
  readonly name?: string;
  /** Which events go out; {@link isOutgoingEvent} unless said otherwise. Must be pure. */
  readonly isOutgoing?: (event: StoredEvent) => boolean;
  /** Hears of every page of the log that is dealt with. Must not throw. */
  readonly onRelayed?: (progress: RelayProgress) => void;
}

/** A page of the log that is dealt with. */
export interface RelayProgress {
  readonly read: number;
  readonly published: number;
  readonly to: LogPosition;
}

const fromBus = 'bus:';

/** Whether an event has a topic to go to, and did not come in from a bus. */
export function isOutgoingEvent(registry: EventRegistry, { type, origin }: StoredEvent): boolean {
  return !origin.startsWith(fromBus) && registry.find(type)?.topic !== undefined;
}

/**
 * The transactional outbox: the log itself. Publishes what is outgoing in the order of the log, so that each stream keeps
 * its own, until the signal aborts; nothing is lost, and what is sent twice (after a crash, or a failure in the middle
 * of a page) has the same id. One process at a time, as {@link runSubscription} has it, whose errors are also this one's.
 */
export async function relayOutbox(
  dependencies: RelayOutboxDependencies,
  options: RelayOutboxOptions,
): Promise<void> {
  const { publish, registry } = dependencies;
  const { name = 'outbox', onRelayed, ...rest } = options;
  const isOutgoing = options.isOutgoing ?? ((event) => isOutgoingEvent(registry, event));
  let published = 0;
  const following: RunSubscriptionOptions = {
    ...rest,
    name,
    onStep: ({ events: read, to }) => onRelayed?.({ read, published, to }),
  };
  await runSubscription(dependencies, following, async (events) => {
    const outgoing = events.filter((event) => isOutgoing(event));
    if (outgoing.length > 0) await publish(outgoing);
    published = outgoing.length;
  });
}
