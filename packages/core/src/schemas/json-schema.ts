import * as z from 'zod';
import type { AnyEventDefinition } from '../events/event-registry.js';

/** A JSON Schema of draft 7, the dialect that AsyncAPI and schema registries read. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The data of an event as JSON Schema. What JSON Schema cannot say, such as a refinement by a function, is left out: a
 * value that breaks the result also breaks the definition's schema, but not always the reverse.
 */
export function eventJsonSchema({ schema }: AnyEventDefinition): JsonSchema {
  const described = z.toJSONSchema(schema as z.ZodType, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
  });
  return Object.fromEntries(Object.entries(described).filter(([keyword]) => keyword !== '$schema'));
}
