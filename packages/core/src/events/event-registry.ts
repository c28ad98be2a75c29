import type { ValidationIssue } from '../errors/index.js';
import { PortError, ValidationError } from '../errors/index.js';
import type { EventData, EventEnvelope } from './envelope.js';
import type { EventDefinition, EventSchema } from './event-definition.js';
import { assertKnownVersion } from './newer-event.js';
import { surelyFits } from './schema-fit.js';

/** An event definition with the type of its data erased. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- its functions take exactly what its schema gives
export type AnyEventDefinition = EventDefinition<string, any>;

/** The event types that a system knows. */
export interface EventRegistry<Definition extends AnyEventDefinition = AnyEventDefinition> {
  readonly definitions: readonly Definition[];
  find(type: string): Definition | undefined;
}

/**
 * Collects event definitions.
 *
 * @throws RangeError if two definitions share a type.
 */
export function createEventRegistry<const Definition extends AnyEventDefinition>(
  definitions: readonly Definition[],
): EventRegistry<Definition> {
  const byType = new Map<string, Definition>();
  for (const definition of definitions) {
    if (byType.has(definition.type)) {
      throw new RangeError(`Event type ${definition.type} is defined twice.`);
    }
    byType.set(definition.type, definition);
  }
  return { definitions, find: (type) => byType.get(type) };
}

/**
 * The definition of a type.
 *
 * @throws RangeError if the type is not registered.
 */
export function requireDefinition(registry: EventRegistry, type: string): AnyEventDefinition {
  const definition = registry.find(type);
  if (definition === undefined) throw new RangeError(`No event type ${type} is registered.`);
  return definition;
}

/** Upcasts data of an older version to the version of the definition. */
export function upcast(
  definition: AnyEventDefinition,
  data: EventData,
  fromVersion: number,
): EventData {
  let current = data;
  for (let version = fromVersion; version < definition.version; version += 1) {
    const step = definition.upcasters?.[version];
    if (step === undefined) {
      throw new RangeError(`No upcaster for ${definition.type} version ${String(version)}.`);
    }
    current = step(current);
  }
  return current;
}

/**
 * Upcasts an event from the log to the current version of its schema. An event of an unknown type
 * is returned unchanged.
 *
 * @throws PortError, `rejected`, if a newer program wrote the event (code `newer-event`), or if the upcasters' result
 * breaks the schema.
 */
export function upcastEvent<Event extends EventEnvelope>(
  registry: EventRegistry,
  event: Event,
): Event {
  const definition = registry.find(event.type);
  if (definition === undefined || event.schemaVersion === definition.version) return event;
  assertKnownVersion(event, definition);
  const data = upcast(definition, event.data, event.schemaVersion);
  const issues = schemaIssues(definition, data);
  if (issues.length > 0) throw misfitAfterUpcast(event, definition.version, issues);
  return { ...event, data, schemaVersion: definition.version };
}

/** @throws PortError with the code `newer-event` if a newer program wrote the event. Events of unknown types pass. */
export function assertNotNewer(registry: EventRegistry, event: EventEnvelope): void {
  const definition = registry.find(event.type);
  if (definition !== undefined) assertKnownVersion(event, definition);
}

function misfitAfterUpcast(
  { id, type, schemaVersion }: EventEnvelope,
  version: number,
  issues: readonly ValidationIssue[],
): PortError {
  return new PortError({
    port: 'event-store',
    operation: 'read',
    reason: 'rejected',
    message: `Event ${id}: the upcasters of ${type} turn version ${String(schemaVersion)} into data that breaks version ${String(version)}: ${describeIssues(issues)}`,
    hint: `correct the upcasters of ${type}`,
  });
}

/** Every way in which `data` breaks the definition's schema; empty if it is valid. */
export function schemaIssues(
  definition: AnyEventDefinition,
  data: unknown,
): readonly ValidationIssue[] {
  if (surelyFits(definition.schema as EventSchema, data)) return [];
  // eslint-disable-next-line @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call -- see AnyEventDefinition
  const result = definition.schema.safeParse(data) as ReturnType<
    EventDefinition['schema']['safeParse']
  >;
  if (result.success) return [];
  return result.error.issues.map((issue) => ({
    path: ['data', ...issue.path].join('.'),
    message: issue.message,
  }));
}

/** @throws ValidationError, listing every fault, if `data` breaks the definition's schema. */
export function assertFits(definition: AnyEventDefinition, data: unknown): void {
  const issues = schemaIssues(definition, data);
  if (issues.length > 0) {
    throw new ValidationError(`${definition.type}: ${describeIssues(issues)}`, issues);
  }
}

/** Formats the first faults, path and message, as one line. */
export function describeIssues(issues: readonly ValidationIssue[]): string {
  const shown = issues.slice(0, 3).map(({ path, message }) => `${path}: ${message}`);
  const more = issues.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; and ${String(more)} more` : '');
}
