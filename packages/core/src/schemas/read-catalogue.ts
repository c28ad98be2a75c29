import * as z from 'zod';
import type { SchemaCatalogue } from './schema-catalogue.js';

const schema = z.object({
  domain: z.string(),
  events: z.record(
    z.string(),
    z.object({
      version: z.int().min(1),
      topic: z.string().nullable(),
      key: z.string().nullable(),
      stream: z.string().nullable(),
      schemas: z.record(z.string().regex(/^[1-9]\d*$/), z.record(z.string(), z.unknown())),
    }),
  ),
});

/**
 * Checks a catalogue that was read from a file.
 *
 * @throws RangeError with the first fault, if it is none.
 */
export function readCatalogue(value: unknown): SchemaCatalogue {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const faults = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new RangeError(faults[0] ?? 'it is no catalogue of schemas');
}
