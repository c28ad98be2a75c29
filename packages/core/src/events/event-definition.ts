import type * as z from 'zod';
import type { EventData } from './envelope.js';
import type { KnownFields } from './known-fields.js';

/** A schema whose output is a JSON object. A loose schema keeps the fields that it does not name. */
export type EventSchema = z.ZodType<EventData>;

/** The data of a schema's events: the fields that the schema names. */
export type EventDataOf<Schema extends EventSchema> = KnownFields<z.output<Schema>>;

/** Turns data of one schema version into data of the next. Pure. */
export type Upcaster = (data: EventData) => EventData;

/** A type of event. Only `type` and `schema` are needed. */
export interface EventDefinition<
  Type extends string = string,
  Schema extends EventSchema = EventSchema,
> {
  readonly type: Type;
  /** The version of `schema`, from 1. */
  readonly version: number;
  readonly schema: Schema;
  /** The topic that the event is published to. Without one, it stays in the log. */
  readonly topic?: string | undefined;
  /** Events with equal keys keep their order on the topic. Default: the stream's id. */
  readonly partitionKey?: ((data: EventDataOf<Schema>) => string) | undefined;
  /**
   * The stream that the data names. Without this function, an event belongs to the stream that it
   * was appended to, and a message must name its stream in the header `ce_subject`.
   */
  readonly streamId?: ((data: EventDataOf<Schema>) => string) | undefined;
  /**
   * True if the event is always the first of its stream: a second one is a duplicate or a conflict.
   * Default false.
   */
  readonly startsStream?: boolean | undefined;
  /**
   * What identifies the event, regardless of its sender. A message without an id gets one that is
   * derived from this. Without this function, a message must carry an id.
   */
  readonly identity?: ((data: EventDataOf<Schema>) => string) | undefined;
  /** When the event happened, as its data says. Default: the timestamp of the transport. */
  readonly occurredAt?: ((data: EventDataOf<Schema>) => string) | undefined;
  /**
   * Keyed by the version that they read: `{ 1: v1ToV2, 2: v2ToV3 }`. Every version below `version`
   * needs one.
   */
  readonly upcasters?: Readonly<Record<number, Upcaster>> | undefined;
}

/** The body of an event and its type, as deciders return and fold it. */
export interface DomainEvent<Type extends string = string, Data = EventData> {
  readonly type: Type;
  readonly data: Data;
}

/** The event that a definition defines. */
export type EventOf<Definition> =
  Definition extends EventDefinition<infer Type, infer Schema>
    ? DomainEvent<Type, EventDataOf<Schema>>
    : never;

/** A definition as users write it. The version defaults to 1. */
export type EventDefinitionInput<Type extends string, Schema extends EventSchema> = Omit<
  EventDefinition<Type, Schema>,
  'version'
> & { readonly version?: number };

/**
 * Checks a definition and returns it with its types.
 *
 * @throws RangeError if a version below `version` has no upcaster.
 * @example
 * const opened = defineEvent({ type: 'account_opened', schema: z.object({ owner: z.string() }) });
 */
export function defineEvent<const Type extends string, Schema extends EventSchema>(
  input: EventDefinitionInput<Type, Schema>,
): EventDefinition<Type, Schema> {
  const definition = { version: 1, ...input };
  for (let version = 1; version < definition.version; version += 1) {
    if (definition.upcasters?.[version] === undefined) {
      throw new RangeError(
        `Event ${definition.type} is at version ${String(definition.version)} but has no upcaster from version ${String(version)}.`,
      );
    }
  }
  return definition;
}
