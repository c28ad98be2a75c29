import { isPortError } from '@foldmart/core';
import type { SchemaRegistry } from '../registry/schema-registry.js';
import type { PublishedSchema } from './published-schemas.js';

/**
 * What became of a schema, or with a dry run, what would.
 *
 * - `registered`: it was there before
 * - `new`: it is registered now
 * - `incompatible`: it breaks the rule of its subject, and is not registered
 */
export type RegistrationOutcome = 'registered' | 'new' | 'incompatible';

export interface Registration {
  readonly schema: PublishedSchema;
  readonly outcome: RegistrationOutcome;
  /** Null if it is not registered. */
  readonly id: number | null;
  /** What is incompatible, in the registry's words. */
  readonly messages: readonly string[];
}

/**
 * Registers schemas, one after the other. All are checked first: if one is incompatible, none is registered. Rejects with a
 * PortError if the registry cannot be asked; what was registered before stays so.
 */
export async function registerSchemas(
  registry: SchemaRegistry,
  schemas: readonly PublishedSchema[],
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<readonly Registration[]> {
  const checked: Registration[] = [];
  for (const schema of schemas) checked.push(await check(registry, schema));
  if (dryRun || checked.some(({ outcome }) => outcome === 'incompatible')) return checked;
  const registered: Registration[] = [];
  for (const each of checked) {
    registered.push(each.outcome === 'new' ? await register(registry, each.schema) : each);
  }
  return registered;
}

async function check(registry: SchemaRegistry, schema: PublishedSchema): Promise<Registration> {
  const id = await registry.idOf(schema.subject, schema);
  if (id !== undefined) return { schema, outcome: 'registered', id, messages: [] };
  const { isCompatible, messages } = await registry.check(schema.subject, schema);
  return { schema, outcome: isCompatible ? 'new' : 'incompatible', id: null, messages };
}

/** Two new versions of one event may be compatible with what is there, and not with each other. */
async function register(registry: SchemaRegistry, schema: PublishedSchema): Promise<Registration> {
  try {
    const id = await registry.register(schema.subject, schema);
    return { schema, outcome: 'new', id, messages: [] };
  } catch (error) {
    if (!isPortError(error) || error.code !== 'incompatible-schema') throw error;
    return { schema, outcome: 'incompatible', id: null, messages: [error.message] };
  }
}
