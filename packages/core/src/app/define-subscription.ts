import type { StoredEvent } from '../events/envelope.js';
import type { EventOf } from '../events/event-definition.js';
import type { AnyEventDefinition } from '../events/event-registry.js';
import type { SubscriptionCommands } from './decider-commands.js';

/** What the handler of a subscription may use. */
export interface SubscriptionHandlerContext {
  /**
   * Sends a command as a consequence of the event. The command's id is derived from the subscription, the event and the
   * command, so that a redelivered event changes nothing; causation and correlation follow the event.
   */
  readonly commands: SubscriptionCommands;
  /** Aborts if the work no longer counts: another process took over, or the application stops. */
  readonly signal: AbortSignal;
}

/** An event of the log, by its definition. */
export type StoredEventOf<Definition> = Definition extends AnyEventDefinition
  ? StoredEvent<EventOf<Definition>['type'], EventOf<Definition>['data']>
  : never;

/** A durable subscription to the log: each event at least once, in order, by one process of many. */
export interface DomainSubscription {
  /** Names its checkpoint. */
  readonly name: string;
  /** The types of the events that it handles. */
  readonly handles: readonly string[];
  /** Where a subscription without a checkpoint begins. */
  readonly from: 'start' | 'end';
  readonly handle: (
    event: StoredEvent,
    context: SubscriptionHandlerContext,
  ) => Promise<void> | void;
}

/** A subscription with the events that it handles. */
export interface SubscriptionOptions<Definitions extends readonly AnyEventDefinition[]> {
  readonly name: string;
  readonly events: Definitions;
  /** Default `start`. */
  readonly from?: 'start' | 'end';
  /** Rejecting with a retryable PortError makes the event come again; any other error ends the subscription. */
  readonly handle: (
    event: StoredEventOf<Definitions[number]>,
    context: SubscriptionHandlerContext,
  ) => Promise<void> | void;
}

/**
 * Defines a subscription; the event's type is inferred from the definitions.
 *
 * @throws RangeError if it handles no event.
 */
export function defineSubscription<const Definitions extends readonly AnyEventDefinition[]>(
  options: SubscriptionOptions<Definitions>,
): DomainSubscription {
  const { name, events, from = 'start', handle } = options;
  if (events.length === 0) throw new RangeError(`Subscription ${name} handles no event.`);
  return {
    name,
    handles: events.map(({ type }) => type),
    from,
    handle: handle as DomainSubscription['handle'],
  };
}
