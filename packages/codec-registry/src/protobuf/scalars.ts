import { parseJson } from '@foldmart/core';
import protobuf from 'protobufjs';
import { exactInteger } from '../shapes/plain-values.js';

const limits: Readonly<Record<string, readonly [min: number, max: number]>> = {
  int32: [-2_147_483_648, 2_147_483_647],
  sint32: [-2_147_483_648, 2_147_483_647],
  sfixed32: [-2_147_483_648, 2_147_483_647],
  uint32: [0, 4_294_967_295],
  fixed32: [0, 4_294_967_295],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  sint64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  sfixed64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  uint64: [0, Number.MAX_SAFE_INTEGER],
  fixed64: [0, Number.MAX_SAFE_INTEGER],
};

/** A scalar or an enum of Protobuf as JSON. @throws RangeError if a JSON number cannot hold it. */
export function fromProtoScalar(
  { type, resolvedType }: protobuf.Field,
  value: unknown,
  isJson: boolean,
): unknown {
  if (resolvedType instanceof protobuf.Enum) {
    return resolvedType.valuesById[Number(value)] ?? value;
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (type in limits) return exactInteger(value);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(`the number ${String(value)} is none of JSON`);
  }
  return isJson ? parseJson(String(value)) : value;
}

/** A JSON value for Protobuf. @throws RangeError if the type of the field cannot hold it. */
export function toProtoScalar(
  { type, resolvedType }: protobuf.Field,
  value: unknown,
  isJson: boolean,
): unknown {
  if (isJson) return JSON.stringify(value);
  if (resolvedType instanceof protobuf.Enum) return enumNumber(resolvedType, value);
  const range = limits[type];
  if (range !== undefined) return integerIn(range, type, value);
  switch (type) {
    case 'bytes':
      return Buffer.from(textOf(type, value), 'base64');
    case 'string':
      return textOf(type, value);
    case 'bool':
      if (typeof value === 'boolean') return value;
      break;
    default:
      if (typeof value === 'number') return value;
  }
  throw misfit(type, value);
}

function enumNumber({ name, values }: protobuf.Enum, value: unknown): number {
  const number = typeof value === 'string' && Object.hasOwn(values, value) && values[value];
  if (typeof number === 'number') return number;
  throw misfit(`value of ${name}`, value);
}

function integerIn([min, max]: readonly [number, number], type: string, value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) {
    return value;
  }
  throw misfit(type, value);
}

function textOf(type: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw misfit(type, value);
}

function misfit(type: string, value: unknown): RangeError {
  return new RangeError(`${JSON.stringify(value).slice(0, 80)} is no ${type}`);
}
