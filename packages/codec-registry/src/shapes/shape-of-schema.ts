import type { JsonSchema } from '@foldmart/core/schemas';
import type { FieldShape, NullableShape, RecordShape, Shape } from './shape.js';

/** The shape of an event's data, whose JSON Schema describes an object. */
export function recordShapeOf(schema: JsonSchema): RecordShape {
  const { properties = {}, required } = schema;
  const needed = new Set(Array.isArray(required) ? (required as readonly unknown[]) : []);
  const fields = Object.entries(properties as Readonly<Record<string, unknown>>).map(
    ([name, field]): FieldShape => ({ name, isOptional: !needed.has(name), ...nullable(field) }),
  );
  return { kind: 'record', fields };
}

function nullable(node: unknown): NullableShape {
  if (!isObject(node)) return { shape: { kind: 'json' }, isNullable: false };
  const { type, anyOf, oneOf } = node;
  if (Array.isArray(type) && type.includes('null')) {
    const types = (type as readonly unknown[]).filter((each) => each !== 'null');
    const rest = { ...node, type: types.length === 1 ? types[0] : types };
    return { shape: shapeOf(rest), isNullable: true };
  }
  const choices = (Array.isArray(anyOf) ? anyOf : oneOf) as readonly unknown[] | undefined;
  if (!Array.isArray(choices)) return { shape: shapeOf(node), isNullable: false };
  const values = choices.filter((choice) => !isNull(choice));
  const isNullable = values.length < choices.length;
  return { shape: values.length === 1 ? shapeOf(values[0]) : { kind: 'json' }, isNullable };
}

function shapeOf(node: unknown): Shape {
  if (!isObject(node)) return { kind: 'json' };
  if ('const' in node) return scalarOf([node['const']]);
  if (Array.isArray(node['enum'])) return scalarOf(node['enum']);
  switch (node['type']) {
    case 'string':
    case 'boolean':
    case 'integer':
    case 'number':
      return { kind: node['type'] };
    case 'array':
      return isObject(node['items'])
        ? { kind: 'array', items: nullable(node['items']) }
        : { kind: 'json' };
    case 'object':
      return objectShape(node);
    default:
      return { kind: 'json' };
  }
}

/** An object that names no fields is a map if it states what its values are. */
function objectShape(node: JsonSchema): Shape {
  const { properties, additionalProperties: values } = node;
  if (isObject(properties) && Object.keys(properties).length > 0) return recordShapeOf(node);
  if (!isObject(values) || Object.keys(values).length === 0) return { kind: 'json' };
  return { kind: 'map', values: nullable(values) };
}

/** Values of one type have this type: a body's schema does not list them, so that a new value is no breaking change. */
function scalarOf(values: readonly unknown[]): Shape {
  if (values.every((value) => typeof value === 'string')) return { kind: 'string' };
  if (values.every((value) => typeof value === 'boolean')) return { kind: 'boolean' };
  if (values.every((value) => Number.isSafeInteger(value))) return { kind: 'integer' };
  if (values.every((value) => typeof value === 'number')) return { kind: 'number' };
  return { kind: 'json' };
}

function isNull(node: unknown): boolean {
  return isObject(node) && (node['type'] === 'null' || ('const' in node && node['const'] === null));
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
