import { PortError } from '../errors/index.js';
import type { StoredEvent } from '../events/envelope.js';
import type { LogPosition } from '../events/log-position.js';
import { assertNotNewer, type EventRegistry } from '../events/event-registry.js';
import type { PublishEvents } from './publish-events.js';
import {
  runSubscription,
  type RunSubscriptionOptions,
  type SubscriptionDependencies,
} from '../subscriptions/run-subscription.js';

export interface RelayOutboxDependencies extends SubscriptionDependencies {
  readonly publish: PublishEvents;
  readonly registry: EventRegistry;
}

/** Which events are relayed, and how. */
export interface RelayOutboxOptions extends Omit<
  RunSubscriptionOptions,
  'name' | 'onStep' | 'check'
> {
  /** Names its checkpoint; default `outbox`. */
  readonly name?: string;
  /** Which events are published; default {@link isOutgoingEvent}. Must be pure. */
  readonly isOutgoing?: (event: StoredEvent) => boolean;
  /** Called for every page of the log once its checkpoint has moved. Must not throw. */
  readonly onRelayed?: (progress: RelayProgress) => void;
}

/** A page of the log whose checkpoint has moved. */
export interface RelayProgress {
  readonly read: number;
  readonly published: number;
  readonly to: LogPosition;
}

const fromBus = 'bus:';

/** Whether an event has a topic and did not come from a bus. */
export function isOutgoingEvent(registry: EventRegistry, { type, origin }: StoredEvent): boolean {
  return !origin.startsWith(fromBus) && registry.find(type)?.topic !== undefined;
}

/**
 * The transactional outbox; the log itself is the outbox table. Publishes outgoing events in the order of the log, which
 * keeps the order of each stream, until the signal aborts. No event is lost; an event that is published twice, after a
 * crash or a failure within a page, has the same id. One process at a time relays; see {@link runSubscription}, also
 * for errors and for events that a newer program wrote.
 *
 * @throws PortError, `rejected`, if the checkpoint is durable and the bus is in this process only: the checkpoint would
 * say that events were published which no other process can ever receive.
 */
export async function relayOutbox(
  dependencies: RelayOutboxDependencies,
  options: RelayOutboxOptions,
): Promise<void> {
  const { publish, registry } = dependencies;
  assertReachesOthers(dependencies);
  const { name = 'outbox', onRelayed, ...rest } = options;
  const isOutgoing = options.isOutgoing ?? ((event) => isOutgoingEvent(registry, event));
  let published = 0;
  const following: RunSubscriptionOptions = {
    ...rest,
    name,
    check(event) {
      if (isOutgoing(event)) assertNotNewer(registry, event);
    },
    onStep: ({ events: read, to }) => onRelayed?.({ read, published, to }),
  };
  await runSubscription(dependencies, following, async (events) => {
    const outgoing = events.filter((event) => isOutgoing(event));
    if (outgoing.length > 0) await publish(outgoing);
    published = outgoing.length;
  });
}

function assertReachesOthers({ publish, checkpoints }: RelayOutboxDependencies): void {
  if (publish.isShared !== false || !checkpoints.isDurable) return;
  throw new PortError({
    port: 'event-bus',
    operation: 'relayOutbox',
    reason: 'rejected',
    message:
      'The outbox cannot be relayed to a bus within this process: its checkpoint is durable, the bus is not.',
    hint: 'publish to a bus that other processes see, such as Kafka or Redis',
  });
}
