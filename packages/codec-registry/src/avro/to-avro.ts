import { ValidationError } from '@foldmart/core';
import { isObject } from '../shapes/plain-values.js';
import { fieldOf, type Shape } from '../shapes/shape.js';
import { Unmapped } from '../shapes/unmapped.js';
import { isUnion, takesNull, type AvroType } from './avro-types.js';
import { fromDecimal, isAbsentIfNull } from './from-avro.js';

/** A value for avsc, and the parts of the JSON value that it does not carry. */
export interface ForAvro {
  readonly value: unknown;
  readonly unmapped?: unknown;
}

/** Converts JSON data for a type; whether the result fits is left to the type. @throws ValidationError */
export function toAvro(type: AvroType, value: unknown, shape: Shape | undefined): ForAvro {
  if (isUnion(type)) return toUnion(type, value, shape);
  switch (type.typeName) {
    case 'record':
    case 'error':
      return isObject(value) ? toRecord(type, value, shape) : { value };
    case 'array':
      return Array.isArray(value)
        ? toArray(type, value, shape?.kind === 'array' ? shape.items.shape : undefined)
        : { value };
    case 'map':
      return isObject(value)
        ? toMap(type, value, shape?.kind === 'map' ? shape.values.shape : undefined)
        : { value };
    case 'bytes':
    case 'fixed':
      return toBytes(value);
    case 'string':
      return { value: shape?.kind === 'json' ? JSON.stringify(value) : value };
    case 'logical:decimal':
      return toDecimal(type, value, shape);
    case 'float':
      return isRounded(value) ? { value, unmapped: value } : { value };
    default:
      return { value };
  }
}

function toRecord(
  { fields }: AvroType,
  data: Readonly<Record<string, unknown>>,
  shape: Shape | undefined,
): ForAvro {
  const unmapped = new Unmapped();
  const record: Record<string, unknown> = {};
  const named = new Set<string>();
  for (const field of fields) {
    const { name, type } = field;
    named.add(name);
    const given = Object.hasOwn(data, name) ? data[name] : undefined;
    if (given === undefined) {
      record[name] = takesNull(type) ? null : undefined;
      continue;
    }
    if (given === null && isAbsentIfNull(field, shape)) unmapped.add(name, null);
    const converted = toAvro(type, given, fieldOf(shape, name)?.shape);
    record[name] = converted.value;
    unmapped.add(name, converted.unmapped);
  }
  for (const [name, given] of Object.entries(data)) if (!named.has(name)) unmapped.add(name, given);
  return { value: record, unmapped: unmapped.tree };
}

function toArray(
  { itemsType }: AvroType,
  items: readonly unknown[],
  shape: Shape | undefined,
): ForAvro {
  const unmapped = new Unmapped();
  const value = items.map((item, index) => {
    const converted = toAvro(itemsType, item, shape);
    unmapped.add(String(index), converted.unmapped);
    return converted.value;
  });
  return { value, unmapped: unmapped.tree };
}

function toMap(
  { valuesType }: AvroType,
  values: Readonly<Record<string, unknown>>,
  shape: Shape | undefined,
): ForAvro {
  const unmapped = new Unmapped();
  const converted = Object.entries(values).map(([key, each]) => {
    const { value, unmapped: parts } = toAvro(valuesType, each, shape);
    unmapped.add(key, parts);
    return [key, value] as const;
  });
  return { value: Object.fromEntries(converted), unmapped: unmapped.tree };
}

/** The first branch that takes the value. */
function toUnion(union: AvroType, value: unknown, shape: Shape | undefined): ForAvro {
  if (value === null && takesNull(union)) return { value: null };
  const branches = union.types.filter(({ typeName }) => typeName !== 'null');
  for (const branch of branches) {
    const converted = toAvro(branch, value, shape);
    if (!branch.isValid(converted.value)) continue;
    return { ...converted, value: { [branch.branchName ?? '']: converted.value } };
  }
  // One branch describes the fault better than the union does.
  const [only] = branches;
  if (branches.length === 1 && only !== undefined) {
    const converted = toAvro(only, value, shape);
    return { ...converted, value: { [only.branchName ?? '']: converted.value } };
  }
  return { value };
}

/** Decimal text may be written otherwise than it is read, such as 1.5 of two digits: then its text is kept apart. */
function toDecimal(type: AvroType, value: unknown, shape: Shape | undefined): ForAvro {
  if (!type.isValid(value)) return { value };
  const read = fromDecimal(type.fromBuffer(type.toBuffer(value)) as string, shape);
  return read === value ? { value } : { value, unmapped: value };
}

/** Bytes travel in JSON as base64; other text is kept apart. */
function toBytes(value: unknown): ForAvro {
  if (typeof value !== 'string') return { value };
  const bytes = Buffer.from(value, 'base64');
  return bytes.toString('base64') === value ? { value: bytes } : { value: bytes, unmapped: value };
}

/** A `float` has fewer digits than a number of JSON. */
function isRounded(value: unknown): boolean {
  return typeof value === 'number' && Math.fround(value) !== value;
}

/** @throws ValidationError with each fault, if a value does not fit a type. */
export function assertFitsAvro(type: AvroType, value: unknown): void {
  const issues: { readonly path: string; readonly message: string }[] = [];
  const isValid = type.isValid(value, {
    errorHook: (path, invalid, expected) => {
      const message = `${shown(invalid)} is no ${(expected as unknown as AvroType).typeName.replace('abstract:', '')}`;
      issues.push({ path: ['data', ...path].join('.'), message });
    },
  });
  if (isValid) return;
  const [first] = issues;
  throw new ValidationError(
    `the data does not fit the Avro schema ${String(type.name)}: ${String(first?.path)}: ${String(first?.message)}`,
    issues,
  );
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80);
}
