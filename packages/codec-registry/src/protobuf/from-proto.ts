import protobuf from 'protobufjs';
import { assertDepth, plainObject } from '../shapes/plain-values.js';
import { fieldOf, type FieldShape, type RecordShape, type Shape } from '../shapes/shape.js';
import { absentValue, isJsonText } from './presence.js';
import { fromProtoScalar } from './scalars.js';

type Message = Readonly<Record<string, unknown>>;

/** A decoded message as JSON data. @throws RangeError if JSON data cannot hold it. */
export function fromMessage(
  type: protobuf.Type,
  message: Message,
  shape: RecordShape | undefined,
  depth = 0,
): Readonly<Record<string, unknown>> {
  assertDepth(depth);
  const fields = type.fieldsArray.flatMap((field) => {
    const value = isOnWire(field, message)
      ? fromField(field, message[field.name], fieldOf(shape, field.name), depth + 1)
      : absentValue(field, shape);
    return value === undefined ? [] : [[field.name, value] as const];
  });
  return plainObject(fields);
}

function isOnWire({ name, map, repeated }: protobuf.Field, message: Message): boolean {
  if (!Object.hasOwn(message, name)) return false;
  const value = message[name];
  if (map) return Object.keys(value as object).length > 0;
  return repeated ? (value as readonly unknown[]).length > 0 : value !== null;
}

function fromField(
  field: protobuf.Field,
  value: unknown,
  known: FieldShape | undefined,
  depth: number,
): unknown {
  const shape = known?.shape;
  if (field.map) {
    const values = shape?.kind === 'map' ? shape.values.shape : undefined;
    return plainObject(
      Object.entries(value as object).map(
        ([key, each]) => [key, fromValue(field, each, values, depth)] as const,
      ),
    );
  }
  if (field.repeated) {
    const items = shape?.kind === 'array' ? shape.items.shape : undefined;
    return (value as readonly unknown[]).map((item) => fromValue(field, item, items, depth));
  }
  if (isJsonText(field, known)) return fromProtoScalar(field, value, true);
  return fromValue(field, value, shape, depth);
}

function fromValue(
  field: protobuf.Field,
  value: unknown,
  shape: Shape | undefined,
  depth: number,
): unknown {
  const { resolvedType, type } = field;
  if (resolvedType instanceof protobuf.Type) {
    const record = shape?.kind === 'record' ? shape : undefined;
    return fromMessage(resolvedType, value as Message, record, depth);
  }
  const isJson = type === 'string' && shape !== undefined && shape.kind !== 'string';
  return fromProtoScalar(field, value, isJson);
}
