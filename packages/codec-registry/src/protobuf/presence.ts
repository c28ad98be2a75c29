import type protobuf from 'protobufjs';
import { fieldOf, type FieldShape, type RecordShape } from '../shapes/shape.js';

/** What a field that is not on the wire stands for; undefined for a field that the data does not have. */
export function absentValue(field: protobuf.Field, shape: RecordShape | undefined): unknown {
  const known = fieldOf(shape, field.name);
  if (shape !== undefined && (known === undefined || known.isOptional)) return undefined;
  if (field.map) return {};
  if (field.repeated) return [];
  if (known?.isNullable === true) return null;
  return hasPresence(field) || isJsonText(field, known) ? undefined : defaultOf(field);
}

/** Whether a value of this kind is not on the wire: Protobuf cannot tell it from a field without one. */
export function isNotOnWire(field: protobuf.Field, value: unknown): boolean {
  if (value === null) return true;
  if (field.map) return Object.keys(value as object).length === 0;
  if (field.repeated) return Array.isArray(value) && value.length === 0;
  return !hasPresence(field) && value === defaultOf(field);
}

/** Whether a text holds the JSON of a value, because Protobuf has no type for it. */
export function isJsonText({ type }: protobuf.Field, known: FieldShape | undefined): boolean {
  return type === 'string' && known !== undefined && known.shape.kind !== 'string';
}

function hasPresence(field: protobuf.Field): boolean {
  return (field as unknown as { readonly hasPresence: boolean }).hasPresence;
}

function defaultOf({ type, typeDefault, resolvedType }: protobuf.Field): unknown {
  if (resolvedType !== null && 'valuesById' in resolvedType) {
    return resolvedType.valuesById[Number(typeDefault)] ?? Number(typeDefault);
  }
  if (type === 'string' || type === 'bytes') return '';
  return type === 'bool' ? false : 0;
}
