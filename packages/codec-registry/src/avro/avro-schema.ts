import { fieldName, namespaceOf, pascalCase } from '../shapes/names.js';
import type { FieldShape, NullableShape, RecordShape, Shape } from '../shapes/shape.js';

/** A part of an Avro schema. */
type AvroNode = string | readonly AvroNode[] | Readonly<Record<string, unknown>>;

/**
 * The Avro schema of an event's data, as one line of JSON.
 *
 * - an integer is a `long`, any other number a `double`: both hold every number of JSON as JavaScript reads it
 * - an optional or nullable field is a union with `null`; an optional one has the default `null`
 * - an object is a record, named by its path; an object without stated fields is a `map`
 * - what has no type in Avro is the JSON text of its value: a `string` with the logical type `json`
 *
 * @throws RangeError if a field has a name that Avro does not know.
 */
export function avroSchemaText(domain: string, type: string, shape: RecordShape): string {
  const [namespace, name] = [namespaceOf(domain), pascalCase(type)];
  return JSON.stringify(recordNode({ namespace, name }, shape));
}

interface FullName {
  readonly namespace: string;
  readonly name: string;
}

function recordNode({ namespace, name }: FullName, { fields }: RecordShape): AvroNode {
  const path = `${namespace}.${name}`;
  return { type: 'record', name, namespace, fields: fields.map((field) => fieldNode(path, field)) };
}

function fieldNode(path: string, field: FieldShape): AvroNode {
  const name = fieldName(field.name, 'Avro');
  const isNullable = field.isNullable || field.isOptional;
  const type = nullableNode({ namespace: path, name }, { shape: field.shape, isNullable });
  return field.isOptional ? { name, type, default: null } : { name, type };
}

function nullableNode(name: FullName, { shape, isNullable }: NullableShape): AvroNode {
  const type = typeNode(name, shape);
  return isNullable ? ['null', type] : type;
}

function typeNode(name: FullName, shape: Shape): AvroNode {
  switch (shape.kind) {
    case 'string':
    case 'boolean':
      return shape.kind;
    case 'integer':
      return 'long';
    case 'number':
      return 'double';
    case 'json':
      return { type: 'string', logicalType: 'json' };
    case 'array':
      return { type: 'array', items: nullableNode(name, shape.items) };
    case 'map':
      return { type: 'map', values: nullableNode(name, shape.values) };
    case 'record':
      return recordNode(name, shape);
  }
}
