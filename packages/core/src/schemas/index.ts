export { asyncApiDocument, type AsyncApiOptions } from './asyncapi/asyncapi-document.js';
export { compareCatalogues, type CatalogueChange } from './compare-catalogues.js';
export { compareSchemas } from './compare-schemas.js';
export { eventJsonSchema, type JsonSchema } from './json-schema.js';
export { readCatalogue } from './read-catalogue.js';
export { schemaCatalogue, type CataloguedEvent, type SchemaCatalogue } from './schema-catalogue.js';
export type { Broken, SchemaChange } from './schema-change.js';
export type { AsyncApiObject } from './asyncapi/published-event.js';
