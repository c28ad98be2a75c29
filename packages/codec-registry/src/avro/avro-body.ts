import type { EventData } from '@foldmart/core';
import avro, { type Schema } from 'avsc';
import type { BodySchema, EncodedBody } from '../body-schema.js';
import type { RecordShape } from '../shapes/shape.js';
import { isUnion, type AvroType } from './avro-types.js';
import { branchOf, fromAvro } from './from-avro.js';
import { exactLong } from './exact-long.js';
import { logicalTypes } from './logical-types.js';
import { assertFitsAvro, toAvro } from './to-avro.js';

/**
 * Prepares an Avro schema: a record, or a union of records.
 *
 * @throws Error if the text is no such schema.
 */
export function avroBody(text: string): BodySchema {
  const schema: unknown = JSON.parse(text);
  const type = avro.Type.forSchema(schema as Schema, {
    logicalTypes,
    registry: { long: exactLong() },
    wrapUnions: true,
    omitRecordMethods: true,
  }) as unknown as AvroType;
  assertRecords(type);
  return {
    name: type.name,
    decode(payload, shapeOf) {
      const value: unknown = type.fromBuffer(Buffer.from(payload));
      const { branch, inner } = isUnion(type)
        ? branchOf(type, value)
        : { branch: type, inner: value };
      const data = fromAvro(branch, inner, shapeOf(branch.name));
      return { name: branch.name, data: data as EventData };
    },
    encode: (data, shape) => encode(type, data, shape),
  };
}

function encode(type: AvroType, data: EventData, shape: RecordShape): EncodedBody {
  const { value, unmapped } = toAvro(type, data, shape);
  assertFitsAvro(type, value);
  return { payload: type.toBuffer(value), unmapped };
}

function assertRecords(type: AvroType): void {
  const types = isUnion(type) ? type.types : [type];
  if (types.every(({ typeName }) => typeName === 'record')) return;
  throw new RangeError('the schema is neither a record nor a union of records');
}
