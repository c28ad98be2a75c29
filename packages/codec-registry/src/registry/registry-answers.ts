import type { SchemaType } from '../body-schema.js';
import type { Compatibility, RegisteredSchema } from './schema-registry.js';

type Body = Readonly<Record<string, unknown>>;

/** `GET /schemas/ids/{id}`; a schema without a type is Avro. @throws TypeError */
export function schema(body: unknown): RegisteredSchema {
  const { schema: text, schemaType = 'AVRO', references = [] } = objectOf(body);
  if (typeof text !== 'string' || !isSchemaType(schemaType) || !Array.isArray(references)) {
    throw new TypeError('no schema');
  }
  const names = (references as readonly unknown[]).map((each) => textIn(objectOf(each), 'name'));
  return { type: schemaType, text, references: names };
}

/** A registration, or its lookup. @throws TypeError */
export function id(body: unknown): number {
  const { id: found } = objectOf(body);
  if (typeof found === 'number' && Number.isInteger(found)) return found;
  throw new TypeError('no id');
}

/** Confluent and Karapace have `messages`, Apicurio 2 has `reason`, Apicurio 3 has neither. @throws TypeError */
export function compatibility(body: unknown): Compatibility {
  const { is_compatible: isCompatible, messages, reason } = objectOf(body);
  if (typeof isCompatible !== 'boolean') throw new TypeError('no is_compatible');
  if (isCompatible) return { isCompatible, messages: [] };
  if (Array.isArray(messages) && messages.length > 0) {
    return { isCompatible, messages: messages.map(String) };
  }
  const text = typeof reason === 'string' ? reason : 'the registry gives no reason';
  return { isCompatible, messages: [text] };
}

/** @throws TypeError */
export function failure(body: unknown): {
  readonly code: number | undefined;
  readonly message: string;
} {
  const found = objectOf(body);
  const { error_code: code } = found;
  return { code: typeof code === 'number' ? code : undefined, message: textIn(found, 'message') };
}

function isSchemaType(type: unknown): type is SchemaType {
  return type === 'AVRO' || type === 'JSON' || type === 'PROTOBUF';
}

function textIn(body: Body, name: string): string {
  const text = body[name];
  if (typeof text === 'string') return text;
  throw new TypeError(`no ${name}`);
}

function objectOf(body: unknown): Body {
  if (typeof body === 'object' && body !== null) return body as Body;
  throw new TypeError('no object');
}
