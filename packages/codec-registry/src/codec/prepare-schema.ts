import { avroBody } from '../avro/avro-body.js';
import type { BodySchema, SchemaType } from '../body-schema.js';
import { jsonBody } from '../json/json-body.js';
import { protoBody } from '../protobuf/proto-body.js';
import type { RegistryFormat } from './options.js';

/** What registries call a format. */
export const schemaTypes = {
  avro: 'AVRO',
  'json-schema': 'JSON',
  protobuf: 'PROTOBUF',
} as const satisfies Readonly<Record<RegistryFormat, SchemaType>>;

const preparers: Readonly<Record<SchemaType, (text: string) => BodySchema>> = {
  AVRO: avroBody,
  JSON: jsonBody,
  PROTOBUF: protoBody,
};

/** Prepares a schema for writing and reading. @throws Error if its text is none of its type. */
export function prepareSchema(type: SchemaType, text: string): BodySchema {
  return preparers[type](text);
}
