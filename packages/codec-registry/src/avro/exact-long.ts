import avro, { type Type } from 'avsc';
import { exactInteger } from '../shapes/plain-values.js';

/**
 * Avro’s `long` as a number. The `long` of avsc 5.7 reads some numbers beyond 2^52 as others, because its zigzag encoding doubles
 * them, and it refuses the largest.
 */
export function exactLong(): Type {
  const long: unknown = avro.types.LongType.__with({
    fromBuffer: (bytes: Buffer) => exactInteger(bytes.readBigInt64LE()),
    toBuffer(value: number) {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(BigInt(value));
      return bytes;
    },
    isValid: Number.isSafeInteger,
    compare: (one: number, other: number) => one - other,
    fromJSON: Number,
    toJSON: Number,
  });
  return long as Type;
}
