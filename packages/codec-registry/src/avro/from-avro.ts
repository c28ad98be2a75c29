import { canonicalDecimal, parseJson } from '@foldmart/core';
import { assertDepth, plainObject } from '../shapes/plain-values.js';
import { fieldOf, type Shape } from '../shapes/shape.js';
import { isUnion, type AvroField, type AvroType } from './avro-types.js';

/** A value of avsc as JSON data. Unions are wrapped. @throws RangeError if JSON data cannot hold it. */
export function fromAvro(
  type: AvroType,
  value: unknown,
  shape: Shape | undefined,
  depth = 0,
): unknown {
  assertDepth(depth);
  if (value === null) return null;
  if (isUnion(type)) {
    const { branch, inner } = branchOf(type, value);
    return fromAvro(branch, inner, shape, depth);
  }
  switch (type.typeName) {
    case 'record':
    case 'error':
      return fromRecord(type, value as Readonly<Record<string, unknown>>, shape, depth);
    case 'array': {
      const items = shape?.kind === 'array' ? shape.items.shape : undefined;
      return (value as readonly unknown[]).map((item) =>
        fromAvro(type.itemsType, item, items, depth + 1),
      );
    }
    case 'map': {
      const values = shape?.kind === 'map' ? shape.values.shape : undefined;
      return plainObject(
        Object.entries(value as object).map(
          ([key, each]) => [key, fromAvro(type.valuesType, each, values, depth + 1)] as const,
        ),
      );
    }
    default:
      return fromScalar(type, value, shape);
  }
}

/** The branch that a wrapped value of a union names. */
export function branchOf(
  { types }: AvroType,
  value: unknown,
): { readonly branch: AvroType; readonly inner: unknown } {
  const [name, inner] = Object.entries(value as object)[0] ?? [];
  const branch = types.find(({ branchName }) => branchName === name);
  if (branch === undefined) throw new RangeError(`a union has no branch ${String(name)}`);
  return { branch, inner };
}

function fromRecord(
  { fields }: AvroType,
  record: Readonly<Record<string, unknown>>,
  shape: Shape | undefined,
  depth: number,
): unknown {
  const present = fields.flatMap((field) => {
    const { name, type } = field;
    const value = fromAvro(type, record[name], fieldOf(shape, name)?.shape, depth + 1);
    return value === null && isAbsentIfNull(field, shape) ? [] : [[name, value] as const];
  });
  return plainObject(present);
}

/** Whether a null stands for a field that the data does not have. */
export function isAbsentIfNull({ name, type, defaultValue }: AvroField, shape: Shape | undefined) {
  if (!isUnion(type)) return false;
  const known = fieldOf(shape, name);
  return known === undefined ? defaultValue() === null : known.isOptional;
}

function fromScalar(type: AvroType, value: unknown, shape: Shape | undefined): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (type.typeName === 'string' && shape?.kind === 'json') return parseJson(String(value));
  if (type.typeName === 'logical:decimal') return fromDecimal(String(value), shape);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(`the number ${String(value)} is none of JSON`);
  }
  return value;
}

/** A number if the event has one there; otherwise decimal text, which keeps all digits. */
export function fromDecimal(text: string, shape: Shape | undefined): unknown {
  if (shape?.kind !== 'number' && shape?.kind !== 'integer') return text;
  const number = Number(text);
  if (canonicalDecimal(number) === canonicalDecimal(text)) return number;
  throw new RangeError(`the decimal ${text} has too many digits for a number`);
}
