import {
  defineEvent,
  type DomainEvent,
  type EventDataOf,
  type EventDefinition,
  type EventDefinitionInput,
  type EventSchema,
} from '../events/event-definition.js';

/** An event of a decider: its schema alone, or a definition whose type is the name that it stands under. */
export type EventShape =
  | EventSchema
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- its functions take exactly what its schema gives
  | (Omit<EventDefinitionInput<string, any>, 'type'> & { readonly type?: string });

/** The events of a decider, by type. */
export type EventShapes = Readonly<Record<string, EventShape>>;

type SchemaOf<Shape> = Shape extends { readonly schema: infer Schema extends EventSchema }
  ? Schema
  : Shape extends EventSchema
    ? Shape
    : never;

/** The data of an event, by its shape. */
export type ShapeData<Shape> = EventDataOf<SchemaOf<Shape>>;

/** Any event of some shapes, told apart by `type`. */
export type ShapeEvent<Shapes> = {
  readonly [Type in keyof Shapes & string]: DomainEvent<Type, ShapeData<Shapes[Type]>>;
}[keyof Shapes & string];

/** The definitions of some shapes, by type. */
export type ShapeDefinitions<Shapes> = {
  readonly [Type in keyof Shapes & string]: EventDefinition<Type, SchemaOf<Shapes[Type]>>;
};

/**
 * Makes definitions of shapes.
 *
 * @throws RangeError if a definition states another type than the name that it stands under.
 */
export function toDefinitions<const Shapes extends EventShapes>(
  shapes: Shapes,
): ShapeDefinitions<Shapes> {
  const definitions = Object.entries(shapes).map(([type, shape]) => [
    type,
    toDefinition(type, shape),
  ]);
  return Object.fromEntries(definitions) as ShapeDefinitions<Shapes>;
}

function toDefinition(type: string, shape: EventShape): EventDefinition {
  if (isSchema(shape)) return defineEvent({ type, schema: shape });
  if (shape.type !== undefined && shape.type !== type) {
    throw new RangeError(`Event ${shape.type} stands under the name ${type}; both must be equal.`);
  }
  return defineEvent({ ...(shape as EventDefinitionInput<string, EventSchema>), type });
}

function isSchema(shape: EventShape): shape is EventSchema {
  return 'safeParse' in shape;
}
