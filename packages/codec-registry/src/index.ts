export type {
  BodySchemaOptions,
  OwnSchema,
  RegistryCodecOptions,
  RegistryFormat,
} from './codec/options.js';
export { publishedSchemas, type PublishedSchema } from './codec/published-schemas.js';
export {
  registerSchemas,
  type Registration,
  type RegistrationOutcome,
} from './codec/register-schemas.js';
export { registryCodec, unmappedHeader } from './codec/registry-codec.js';
export {
  httpSchemaRegistry,
  type HttpSchemaRegistryOptions,
} from './registry/http-schema-registry.js';
export type {
  Compatibility,
  RegisteredSchema,
  SchemaRegistry,
} from './registry/schema-registry.js';
export { subjectOf, type SubjectStrategy } from './registry/subjects.js';
export type { SchemaType } from './body-schema.js';
