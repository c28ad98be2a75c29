import fc from 'fast-check';
import type { EventData, EventEnvelope } from '../events/envelope.js';
import { envelopeOf } from '../events/to-envelope.js';
import type { AnyEventDefinition } from '../events/event-registry.js';

/** Envelopes of one event definition, with data from the given arbitrary. */
export function envelopes(
  definition: AnyEventDefinition,
  data: fc.Arbitrary<EventData>,
): fc.Arbitrary<EventEnvelope> {
  const optionalId = fc.option(fc.uuid(), { nil: undefined });
  return fc
    .record({
      data,
      id: fc.uuid(),
      time: fc
        .date({ min: new Date(0), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      origin: fc.constantFrom('producer', 'seed', 'command'),
      correlationId: optionalId,
      causationId: optionalId,
      traceParent: fc.option(traceParents(), { nil: undefined }),
    })
    .map(({ data: body, correlationId, causationId, traceParent, ...required }) =>
      envelopeOf(definition, body, {
        ...required,
        ...(correlationId === undefined ? {} : { correlationId }),
        ...(causationId === undefined ? {} : { causationId }),
        ...(traceParent === undefined ? {} : { traceParent }),
      }),
    );
}

function traceParents(): fc.Arbitrary<string> {
  return fc.stringMatching(/^00-[\da-f]{32}-[\da-f]{16}-0[01]$/);
}
