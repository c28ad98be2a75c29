import { ValidationError } from '../errors/index.js';
import type { EventEnvelope } from '../events/envelope.js';
import { streamIdOf } from '../events/event-address.js';
import type { DomainEvent } from '../events/event-definition.js';
import { requireDefinition, type EventRegistry } from '../events/event-registry.js';
import { toEnvelope } from '../events/to-envelope.js';
import type { Clock } from '../ports/clock.js';
import type { EventStore } from '../ports/event-store.js';
import type { IdSource } from '../ports/id-source.js';

/** Metadata that all events of one command share. */
export interface DecisionMetadata {
  readonly commandId?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly traceParent?: string;
}

interface EnvelopeDependencies {
  readonly registry: EventRegistry;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/**
 * Puts decided events into envelopes, with origin `command`.
 *
 * @throws ValidationError if an event breaks its schema, or if its data names another stream.
 * @throws RangeError if the type of an event is not registered.
 */
export function decidedEnvelopes(
  streamId: string,
  events: readonly DomainEvent[],
  dependencies: EnvelopeDependencies,
  metadata: DecisionMetadata,
): readonly EventEnvelope[] {
  const { registry, clock, ids } = dependencies;
  const { commandId, correlationId, causationId, traceParent } = metadata;
  const time = new Date(clock.now()).toISOString();
  return events.map((event, index) => {
    assertStream(registry, streamId, event);
    return toEnvelope(registry, event, {
      id: commandId === undefined ? ids.next() : eventIdOf(streamId, commandId, index),
      time,
      origin: 'command',
      streamId,
      ...(correlationId === undefined ? {} : { correlationId }),
      ...(causationId === undefined ? {} : { causationId }),
      ...(traceParent === undefined ? {} : { traceParent }),
    });
  });
}

/** Whether the log contains the first event of the command with this id. */
export async function isRepeat(
  store: Pick<EventStore, 'findIds'>,
  streamId: string,
  { commandId }: DecisionMetadata,
): Promise<boolean> {
  if (commandId === undefined) return false;
  assertCommandId(streamId, commandId);
  const id = eventIdOf(streamId, commandId, 0);
  return (await store.findIds([id])).has(id);
}

/** Event ids are sent in message headers, which are limited to 255 characters. */
const longestId = 240;

function assertCommandId(streamId: string, commandId: string): void {
  const length = streamId.length + commandId.length;
  if (commandId !== '' && length <= longestId && !/\p{Cc}/u.test(commandId)) return;
  throw new ValidationError(
    `A command id must not be empty or contain control characters. Together with the stream id ${streamId} it may have at most ${String(longestId)} characters.`,
    [{ path: 'commandId', message: `has ${String(commandId.length)} characters` }],
  );
}

/** Includes the stream id, so that one command id can be used on several streams. */
function eventIdOf(streamId: string, commandId: string, index: number): string {
  return `${streamId}:${commandId}:${String(index)}`;
}

function assertStream(
  registry: EventRegistry,
  streamId: string,
  { type, data }: DomainEvent,
): void {
  const named = streamIdOf(requireDefinition(registry, type), data, streamId);
  if (named === streamId) return;
  throw new ValidationError(
    `Event ${type} names the stream ${String(named)}, but the command is for ${streamId}.`,
    [{ path: 'streamId', message: `is ${streamId}, but the event's data says ${String(named)}` }],
  );
}
