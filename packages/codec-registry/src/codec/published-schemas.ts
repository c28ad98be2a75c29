import type { AnyEventDefinition } from '@foldmart/core';
import { avroSchemaText } from '../avro/avro-schema.js';
import type { BodySchema, SchemaType } from '../body-schema.js';
import { jsonSchemaText } from '../json/json-body.js';
import { protoSchemaText } from '../protobuf/proto-schema.js';
import { subjectOf, type SubjectStrategy } from '../registry/subjects.js';
import { recordName } from '../shapes/names.js';
import { recordShapeOf } from '../shapes/shape-of-schema.js';
import type { RecordShape } from '../shapes/shape.js';
import { EventShapes } from './event-shapes.js';
import type { BodySchemaOptions, RegistryFormat } from './options.js';
import { prepareSchema, schemaTypes } from './prepare-schema.js';

/** The schema of the bodies of one version of an event, as it is registered. */
export interface PublishedSchema {
  readonly event: string;
  readonly version: number;
  readonly topic: string;
  readonly format: RegistryFormat;
  readonly subject: string;
  readonly type: SchemaType;
  readonly text: string;
}

/** A published schema, ready to write. */
export interface PreparedSchema extends PublishedSchema {
  readonly body: BodySchema;
  readonly shape: RecordShape;
}

/**
 * The schemas of a domain's bodies, of former versions too as far as they were kept; older versions come first.
 *
 * @throws RangeError with advice if a schema cannot be derived, an own one cannot be read, or subjects or records would be mixed up.
 */
export function publishedSchemas(options: BodySchemaOptions): readonly PreparedSchema[] {
  const shapes = new EventShapes(options);
  const { subjects = 'topic-record-name' } = options;
  const published = options.domain.registry.definitions.flatMap((definition) => {
    const format = options.formats.get(definition.topic ?? '');
    if (format === undefined) return [];
    const versions = shapes.versions(definition);
    const own = options.own?.filter(({ type }) => type === definition.type) ?? [];
    const all = [...new Set([...own.map(({ version }) => version), ...versions])];
    return all
      .sort((one, other) => one - other)
      .flatMap((version) =>
        publishedVersion(options, shapes, { definition, version, format, subjects }),
      );
  });
  assertOneRecordEach(published);
  if (subjects === 'topic-name') assertOneEventEach(published);
  return published;
}

interface Wanted {
  readonly definition: AnyEventDefinition;
  readonly version: number;
  readonly format: RegistryFormat;
  readonly subjects: SubjectStrategy;
}

function publishedVersion(
  options: BodySchemaOptions,
  shapes: EventShapes,
  { definition, version, format, subjects }: Wanted,
): readonly PreparedSchema[] {
  const { type: event, topic = '' } = definition;
  const schema = shapes.schema(definition, version);
  const own = options.own?.find(
    (each) => each.type === event && each.version === version && each.format === format,
  );
  const text = own?.text ?? (schema && derivedText(options.domain.name, event, format, schema));
  if (text === undefined) return [];
  const type = schemaTypes[format];
  const body = prepareOrExplain(event, type, text);
  const subject = subjectOf(subjects, topic, body.name ?? recordName(options.domain.name, event));
  const shape = recordShapeOf(schema ?? {});
  return [{ event, version, topic, format, subject, type, text, body, shape }];
}

function derivedText(
  domain: string,
  event: string,
  format: RegistryFormat,
  schema: object,
): string {
  const shape = recordShapeOf(schema as Readonly<Record<string, unknown>>);
  try {
    if (format === 'avro') return avroSchemaText(domain, event, shape);
    if (format === 'protobuf') return protoSchemaText(domain, event, shape);
    return jsonSchemaText(domain, event, schema);
  } catch (error) {
    throw new RangeError(`${event}: ${messageOf(error)}`, { cause: error });
  }
}

function prepareOrExplain(event: string, type: SchemaType, text: string): BodySchema {
  try {
    return prepareSchema(type, text);
  } catch (error) {
    throw new RangeError(`The ${type} schema of ${event} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** The name of a record tells a reader the type of the event. */
function assertOneRecordEach(published: readonly PreparedSchema[]): void {
  const events = new Map<string, string>();
  for (const { event, body } of published) {
    const name = body.name ?? '';
    const other = events.get(name) ?? event;
    if (other !== event) {
      throw new RangeError(
        `The events ${other} and ${event} have the same record name, ${name}. Provide a schema of your own with another name for one of them.`,
      );
    }
    events.set(name, event);
  }
}

function assertOneEventEach(published: readonly PreparedSchema[]): void {
  const events = new Map<string, string>();
  for (const { event, topic } of published) {
    const other = events.get(topic) ?? event;
    if (other !== event) {
      throw new RangeError(
        `The topic ${topic} carries ${other} and ${event}, and topic-name allows one event for each topic. Use topic-record-name or record-name.`,
      );
    }
    events.set(topic, event);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
