import { fieldName, namespaceOf, pascalCase } from '../shapes/names.js';
import type { FieldShape, NullableShape, RecordShape, Shape } from '../shapes/shape.js';
import { assertNumbersDiffer, fieldNumber } from './field-number.js';

/**
 * The .proto file of an event's data, in proto3, with one message.
 *
 * - an integer is an `int64`, any other number a `double`
 * - an optional or nullable field is `optional`
 * - an object is a nested message, a list `repeated`, an object without stated fields a `map`
 * - what has no type in Protobuf is the JSON text of its value, a `string`: lists of lists, lists and maps with nulls, unions
 * - numbers come from {@link fieldNumber}
 *
 * @throws RangeError if a field has a name that Protobuf does not know, or two have the same number.
 */
export function protoSchemaText(domain: string, type: string, shape: RecordShape): string {
  const head = ['syntax = "proto3";', '', `package ${namespaceOf(domain)};`, ''];
  return `${[...head, ...messageLines(pascalCase(type), shape)].join('\n')}\n`;
}

function messageLines(name: string, { fields }: RecordShape): readonly string[] {
  const names = fields.map((field) => fieldName(field.name, 'Protobuf'));
  assertNumbersDiffer(name, names);
  const nested = fields.flatMap((field) => nestedLines(field));
  const lines = fields.map(
    (field) => `${declaration(field)} = ${String(fieldNumber(field.name))};`,
  );
  return [`message ${name} {`, ...[...nested, ...lines].map((line) => `  ${line}`), '}'];
}

function nestedLines(field: FieldShape): readonly string[] {
  const record = recordIn(field.shape);
  return record === undefined ? [] : messageLines(nestedName(field.name), record);
}

function nestedName(field: string): string {
  return `${pascalCase(field)}Record`;
}

function recordIn(shape: Shape): RecordShape | undefined {
  if (shape.kind === 'record') return shape;
  const inner = elementOf(shape);
  return inner?.kind === 'record' ? inner : undefined;
}

/** What a list or a map holds, if Protobuf can say it: not null, and no list or map again. */
function elementOf(shape: Shape): Shape | undefined {
  const element = elementShape(shape);
  if (element === undefined || element.isNullable) return undefined;
  const { kind } = element.shape;
  return kind === 'array' || kind === 'map' ? undefined : element.shape;
}

function elementShape(shape: Shape): NullableShape | undefined {
  if (shape.kind === 'array') return shape.items;
  return shape.kind === 'map' ? shape.values : undefined;
}

function declaration({ name, shape, isNullable, isOptional }: FieldShape): string {
  const element = elementOf(shape);
  if (element !== undefined) {
    const type = typeName(name, element);
    return shape.kind === 'map' ? `map<string, ${type}> ${name}` : `repeated ${type} ${name}`;
  }
  const type = typeName(name, shape);
  const hasPresence = shape.kind === 'record';
  return (isNullable || isOptional) && !hasPresence
    ? `optional ${type} ${name}`
    : `${type} ${name}`;
}

function typeName(field: string, { kind }: Shape): string {
  switch (kind) {
    case 'boolean':
      return 'bool';
    case 'integer':
      return 'int64';
    case 'number':
      return 'double';
    case 'record':
      return nestedName(field);
    default:
      return 'string';
  }
}
