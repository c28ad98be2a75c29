import type { z } from 'zod';
import type { EventData } from './envelope.js';

/** A schema whose output is a JSON object. Make it loose, so that fields it does not name are kept. */
export type EventSchema = z.ZodType<EventData>;

/** Turns data of one schema version into data of the next. Pure. */
export type Upcaster = (data: EventData) => EventData;

/** All that is known about a type of event. */
export interface EventDefinition<
  Type extends string = string,
  Schema extends EventSchema = EventSchema,
> {
  readonly type: Type;
  /** The version of `schema`, from 1. */
  readonly version: number;
  readonly schema: Schema;
  /** Where it is published. */
  readonly topic: string;
  /** Events with equal keys keep their order on the topic. */
  readonly partitionKey: (data: z.output<Schema>) => string;
  /** The stream it belongs to. */
  readonly streamId: (data: z.output<Schema>) => string;
  /** True where it is always the first event of its stream: what is there twice is a duplicate. */
  readonly startsStream: boolean;
  /** What makes it the same event again, whoever sends it; its id is derived from this where it has none. */
  readonly identity: (data: z.output<Schema>) => string;
  /** When it happened, as its data says; the transport's time where absent. */
  readonly occurredAt?: (data: z.output<Schema>) => string;
  /** By the version they read: `{ 1: v1ToV2, 2: v2ToV3 }`. Every version below `version` needs one. */
  readonly upcasters?: Readonly<Record<number, Upcaster>>;
}

/** A body with its type, as deciders make and fold them. */
export interface DomainEvent<Type extends string = string, Data = EventData> {
  readonly type: Type;
  readonly data: Data;
}

/** The event that a definition defines. */
export type EventOf<Definition> =
  Definition extends EventDefinition<infer Type, infer Schema>
    ? DomainEvent<Type, z.output<Schema>>
    : never;

/** Checks a definition's versions and hands it back with its types. Throws RangeError on a gap in the upcasters. */
export function defineEvent<const Type extends string, Schema extends EventSchema>(
  definition: EventDefinition<Type, Schema>,
): EventDefinition<Type, Schema> {
  for (let version = 1; version < definition.version; version += 1) {
    if (definition.upcasters?.[version] === undefined) {
      throw new RangeError(
        `Event ${definition.type} is at version ${String(definition.version)} but has no upcaster from version ${String(version)}.`,
      );
    }
  }
  return definition;
}
