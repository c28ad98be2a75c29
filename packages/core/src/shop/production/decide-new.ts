import type { DomainEvent } from '../../events/event-definition.js';
import { toEnvelope, type EventMetadata } from '../../events/to-envelope.js';
import type { EventEnvelope } from '../../events/envelope.js';
import type { EventRegistry } from '../../events/event-registry.js';
import type { Decider } from '../../commands/decider.js';

/**
 * Decides a command that starts a stream, and wraps its only event into an envelope. Throws ValidationError if the
 * decider refuses or the event breaks its schema.
 */
export function decideNew<State, Command>(
  { decide, initialState }: Pick<Decider<State, Command, DomainEvent>, 'decide' | 'initialState'>,
  command: Command,
  registry: EventRegistry,
  metadata: EventMetadata,
): EventEnvelope {
  const [event] = decide(command, initialState);
  if (event === undefined) throw new RangeError('A command that opens a stream decided nothing.');
  return toEnvelope(registry, event, metadata);
}
