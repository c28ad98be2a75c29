export { openPayloads } from './open-payloads.js';
export type { BodySchemaView, RegistryBodies, SchemaRegistration } from './registry-bodies.js';
