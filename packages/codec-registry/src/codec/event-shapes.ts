import type { AnyEventDefinition } from '@foldmart/core';
import { eventJsonSchema, type JsonSchema } from '@foldmart/core/schemas';
import { recordShapeOf } from '../shapes/shape-of-schema.js';
import type { RecordShape } from '../shapes/shape.js';
import type { BodySchemaOptions } from './options.js';

/** The JSON Schemas of a domain's events by type and version, and the shapes of their data. */
export class EventShapes {
  readonly #options: Pick<BodySchemaOptions, 'domain' | 'catalogue'>;
  readonly #shapes = new Map<string, RecordShape | undefined>();

  constructor(options: Pick<BodySchemaOptions, 'domain' | 'catalogue'>) {
    this.#options = options;
  }

  /** The versions whose schemas are known, in ascending order. */
  versions({ type, version }: AnyEventDefinition): readonly number[] {
    const kept = Object.keys(this.#options.catalogue?.events[type]?.schemas ?? {}).map(Number);
    return [...kept.filter((each) => each < version).sort((one, other) => one - other), version];
  }

  /** Undefined if the version is a former one that was not kept. */
  schema(definition: AnyEventDefinition, version: number): JsonSchema | undefined {
    if (version === definition.version) return eventJsonSchema(definition);
    return this.#options.catalogue?.events[definition.type]?.schemas[String(version)];
  }

  /** Undefined if the type or the version is not known. */
  shape(type: string, version: number | undefined): RecordShape | undefined {
    const definition = this.#options.domain.registry.find(type);
    if (definition === undefined) return undefined;
    const wanted = version ?? definition.version;
    const key = `${type} ${String(wanted)}`;
    if (!this.#shapes.has(key)) {
      const schema = this.schema(definition, wanted);
      this.#shapes.set(key, schema === undefined ? undefined : recordShapeOf(schema));
    }
    return this.#shapes.get(key);
  }
}
