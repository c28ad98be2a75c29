import { jsonEqual, ValidationError } from '@foldmart/core';
import protobuf from 'protobufjs';
import { isObject } from '../shapes/plain-values.js';
import { fieldOf, type FieldShape, type RecordShape, type Shape } from '../shapes/shape.js';
import { Unmapped } from '../shapes/unmapped.js';
import { absentValue, isJsonText, isNotOnWire } from './presence.js';
import { toProtoScalar } from './scalars.js';

/** A value for protobufjs, and the parts of the JSON value that it does not carry. */
interface ForProto {
  readonly value: unknown;
  readonly unmapped?: unknown;
}

/** Converts JSON data for a message. @throws ValidationError if it does not fit. */
export function toMessage(
  type: protobuf.Type,
  data: Readonly<Record<string, unknown>>,
  shape: RecordShape | undefined,
  path = 'data',
): ForProto & { readonly value: Record<string, unknown> } {
  const unmapped = new Unmapped();
  const value: Record<string, unknown> = {};
  for (const field of type.fieldsArray) {
    const { name } = field;
    const given = Object.hasOwn(data, name) ? data[name] : undefined;
    if (given === undefined) continue;
    if (isNotOnWire(field, given)) {
      if (!jsonEqual(absentValue(field, shape), given)) unmapped.add(name, given);
      if (given === null) continue;
    }
    const converted = toField(field, given, fieldOf(shape, name), `${path}.${name}`);
    value[name] = converted.value;
    unmapped.add(name, converted.unmapped);
  }
  for (const [name, given] of Object.entries(data)) {
    if (!Object.hasOwn(type.fields, name)) unmapped.add(name, given);
  }
  return { value, unmapped: unmapped.tree };
}

function toField(
  field: protobuf.Field,
  given: unknown,
  known: FieldShape | undefined,
  path: string,
): ForProto {
  const shape = known?.shape;
  if (field.map) {
    if (!isObject(given)) throw misfit(path, 'it is no object');
    const values = shape?.kind === 'map' ? shape.values.shape : undefined;
    const each = partsOf(
      Object.entries(given),
      (item, at) => toValue(field, item, values, at),
      path,
    );
    return { value: Object.fromEntries(each.values), unmapped: each.unmapped };
  }
  if (field.repeated) {
    if (!Array.isArray(given)) throw misfit(path, 'it is no list');
    const items = shape?.kind === 'array' ? shape.items.shape : undefined;
    const each = partsOf(
      Object.entries(given),
      (item, at) => toValue(field, item, items, at),
      path,
    );
    return { value: each.values.map(([, value]) => value), unmapped: each.unmapped };
  }
  if (isJsonText(field, known)) return { value: JSON.stringify(given) };
  return toValue(field, given, shape, path);
}

function partsOf(
  entries: readonly (readonly [string, unknown])[],
  convert: (value: unknown, path: string) => ForProto,
  path: string,
): { readonly values: readonly (readonly [string, unknown])[]; readonly unmapped: unknown } {
  const unmapped = new Unmapped();
  const values = entries.map(([key, given]) => {
    const { value, unmapped: parts } = convert(given, `${path}.${key}`);
    unmapped.add(key, parts);
    return [key, value] as const;
  });
  return { values, unmapped: unmapped.tree };
}

function toValue(
  field: protobuf.Field,
  given: unknown,
  shape: Shape | undefined,
  path: string,
): ForProto {
  const { resolvedType, type } = field;
  if (resolvedType instanceof protobuf.Type) {
    if (!isObject(given)) throw misfit(path, 'it is no object');
    const record = shape?.kind === 'record' ? shape : undefined;
    return toMessage(resolvedType, given, record, path);
  }
  const isJson = type === 'string' && shape !== undefined && shape.kind !== 'string';
  try {
    const value = toProtoScalar(field, given, isJson);
    return isChanged(field, given) ? { value, unmapped: given } : { value };
  } catch (error) {
    throw misfit(path, error instanceof Error ? error.message : String(error));
  }
}

/** A `float` has fewer digits than a number of JSON, and bytes travel in JSON as base64. */
function isChanged({ type }: protobuf.Field, given: unknown): boolean {
  if (type === 'bytes' && typeof given === 'string') {
    return Buffer.from(given, 'base64').toString('base64') !== given;
  }
  return type === 'float' && typeof given === 'number' && Math.fround(given) !== given;
}

function misfit(path: string, message: string): ValidationError {
  return new ValidationError(`the data does not fit the Protobuf schema: ${path}: ${message}`, [
    { path, message },
  ]);
}
