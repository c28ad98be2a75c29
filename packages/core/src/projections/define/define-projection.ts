import type { AnyEventDefinition, EventRegistry } from '../../events/event-registry.js';
import type { EventData, EventEnvelope } from '../../events/envelope.js';
import type { EventDefinition, EventOf } from '../../events/event-definition.js';
import type { Projection } from '../projection.js';
import type { ReadModel, ReadModelWrite } from '../read-model.js';
import { assertProjection } from '../validate/validate-projections.js';
import type { WriteTo } from './row-writes.js';

/** Event definitions, as a registry of them or as a list. */
export type EventSource<Definition extends AnyEventDefinition> =
  EventRegistry<Definition> | readonly Definition[];

type IsAny<Type> = 0 extends 1 & Type ? true : false;

type DataOf<Definition> =
  EventOf<Definition> extends { readonly data: infer Data }
    ? IsAny<Data> extends true
      ? EventData
      : Data
    : EventData;

/** The events of some types, as projections are shown them: their data in the current version. */
export type ProjectedEvent<Definition extends AnyEventDefinition, Type extends string = string> =
  Definition extends EventDefinition<infer Own>
    ? Own extends Type
      ? EventEnvelope<Own, DataOf<Definition>>
      : string extends Own
        ? EventEnvelope<Type>
        : never
    : never;

interface ProjectionParts<Models extends readonly ReadModel[]> {
  /** Unique; names the checkpoint. */
  readonly name: string;
  /** See {@link Projection.version}. */
  readonly version: number;
  /** See {@link Projection.mode}. */
  readonly mode: Projection['mode'];
  /** Every model that it writes or mirrors from. */
  readonly models: Models;
  /** See {@link Projection.onFailure}. */
  readonly onFailure?: 'park' | 'skip';
}

/** A projection with a function for each event type that it handles. */
export interface ProjectionByType<
  Definition extends AnyEventDefinition,
  Models extends readonly ReadModel[],
> extends ProjectionParts<Models> {
  /** By event type: the changes that an event makes. Pure. */
  readonly on: {
    readonly [Type in Definition['type']]?: (
      event: ProjectedEvent<Definition, Type>,
    ) => readonly WriteTo<Models[number]>[];
  };
  readonly handles?: never;
  readonly project?: never;
}

/** A projection with one function for all event types that it handles. */
export interface ProjectionOfTypes<
  Definition extends AnyEventDefinition,
  Type extends string,
  Models extends readonly ReadModel[],
> extends ProjectionParts<Models> {
  readonly on?: never;
  readonly handles: readonly Type[];
  /** The changes that an event makes. Pure. */
  readonly project: (event: ProjectedEvent<Definition, Type>) => readonly WriteTo<Models[number]>[];
}

/**
 * Defines a projection over the events of a registry, with a function for each event type (`on`), or with one for all of
 * `handles` (`project`). Events, models, keys, columns and values are checked by the compiler; the definition is checked at
 * run time as well.
 *
 * @throws RangeError for an unknown event type, or for what a store would refuse.
 * @example
 * const lending = defineProjection(registry, {
 *   name: 'lending',
 *   version: 1,
 *   mode: 'inline',
 *   models: [loans],
 *   on: {
 *     book_lent: ({ data }) => [insertRow(loans, { book: data.book, reader: data.reader })],
 *     book_returned: ({ data }) => [deleteRow(loans, { book: data.book })],
 *   },
 * });
 */
export function defineProjection<
  const Definition extends AnyEventDefinition,
  const Type extends Definition['type'],
  const Models extends readonly ReadModel[],
>(
  events: EventSource<Definition>,
  definition: ProjectionByType<Definition, Models> | ProjectionOfTypes<Definition, Type, Models>,
): Projection {
  const projection = toProjection(definition as LooseDefinition);
  assertProjection(projection);
  assertKnownTypes(projection, 'definitions' in events ? events.definitions : events);
  return projection;
}

type LooseProject = (event: EventEnvelope) => readonly ReadModelWrite[];

type LooseDefinition = ProjectionParts<readonly ReadModel[]> &
  (
    | { readonly on: Readonly<Record<string, LooseProject>> }
    | { readonly handles: readonly string[]; readonly project: LooseProject }
  );

function toProjection(definition: LooseDefinition): Projection {
  if (!('on' in definition)) return definition;
  const { on, ...parts } = definition;
  const byType = new Map(Object.entries(on));
  return {
    ...parts,
    handles: [...byType.keys()],
    project: (event) => byType.get(event.type)?.(event) ?? [],
  };
}

function assertKnownTypes(
  { name, handles }: Projection,
  definitions: readonly AnyEventDefinition[],
): void {
  const known = definitions.map(({ type }) => type);
  const unknown = handles.find((type) => !known.includes(type));
  if (unknown === undefined) return;
  throw new RangeError(
    `Projection ${name} handles ${unknown}, which is not defined. Define the event, or handle one of: ${known.join(', ')}.`,
  );
}
