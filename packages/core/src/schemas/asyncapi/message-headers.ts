import type { AnyEventDefinition } from '../../events/event-registry.js';
import type { JsonSchema } from '../json-schema.js';

/**
 * The headers of an event's messages: CloudEvents in Kafka's binary mode. Only what the data does not say itself is
 * required: a message of another program may come without any other header.
 */
export function messageHeaders(definition: AnyEventDefinition, version: number): JsonSchema {
  const { type, identity, streamId } = definition;
  return {
    type: 'object',
    required: [
      ...(identity === undefined ? ['ce_id'] : []),
      ...(streamId === undefined ? ['ce_subject'] : []),
    ],
    properties: {
      ce_specversion: { type: 'string', const: '1.0' },
      ce_id: text(
        'The id of the event. A message with an id that is recorded already is a duplicate.',
      ),
      ce_source: text('The program that sent it.'),
      ce_type: { type: 'string', const: type },
      ce_time: text('When the event happened, RFC 3339.'),
      ce_subject: text('The stream of the event.'),
      ce_schemaversion: { type: 'string', const: String(version) },
      ce_correlationid: text('What the event belongs to, such as a request.'),
      ce_causationid: text('The id of the event or command that caused it.'),
      traceparent: text('W3C trace context.'),
      'content-type': { type: 'string', const: 'application/json' },
    },
  };
}

function text(description: string): JsonSchema {
  return { type: 'string', description };
}
