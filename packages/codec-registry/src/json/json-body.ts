import { parseJson, type EventData } from '@foldmart/core';
import { recordName } from '../shapes/names.js';
import { isObject } from '../shapes/plain-values.js';
import type { BodySchema } from '../body-schema.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The JSON Schema of an event's data with the event's name as its title, as one line. */
export function jsonSchemaText(domain: string, type: string, schema: object): string {
  const $schema = 'http://json-schema.org/draft-07/schema#';
  return JSON.stringify({ $schema, title: recordName(domain, type), ...schema });
}

/**
 * Prepares a JSON Schema. Its payloads are JSON, which keeps all fields and values; the schema only names the event, because
 * the event's own schema checks the data.
 *
 * @throws Error if the text is no JSON Schema of an object.
 */
export function jsonBody(text: string): BodySchema {
  const schema: unknown = JSON.parse(text);
  if (!isObject(schema)) throw new RangeError('the schema is not a JSON object');
  const name = typeof schema['title'] === 'string' ? schema['title'] : undefined;
  return {
    name,
    decode(payload) {
      const data = parseJson(utf8.decode(payload));
      if (!isObject(data)) throw new RangeError('the data is not a JSON object');
      return { name, data };
    },
    encode: (data: EventData) => ({
      payload: Buffer.from(JSON.stringify(data)),
      unmapped: undefined,
    }),
  };
}
