import avro, { type Schema, type Type } from 'avsc';
import { canonicalDecimal, parseJson } from '@foldmart/core';

/** A string that holds JSON text; its value is what the text says. */
class JsonTextType extends avro.types.LogicalType {
  protected override _fromValue(text: string): unknown {
    return parseJson(text);
  }

  protected override _toValue(value: unknown): string | undefined {
    return JSON.stringify(value);
  }

  protected override _resolve(type: Type): unknown {
    return avro.Type.isType(type, 'string', 'logical:json') ? identity : undefined;
  }
}

/** Avro's `decimal`: an unscaled integer as bytes, most significant first. Its value is decimal text with all digits of the scale. */
class DecimalType extends avro.types.LogicalType {
  readonly #scale: number;
  readonly #sizeBytes: number | undefined;

  constructor(schema: Schema, options?: unknown) {
    super(schema, options);
    const { scale, size } = schema as { readonly scale?: number; readonly size?: number };
    this.#scale = scale ?? 0;
    this.#sizeBytes = size;
  }

  protected override _fromValue(bytes: Uint8Array): string {
    return decimalText(signedInteger(bytes), this.#scale);
  }

  protected override _toValue(value: unknown): Buffer | undefined {
    const decimal = canonicalDecimal(value);
    if (decimal === undefined) return undefined;
    const unscaled = unscaledInteger(decimal, this.#scale);
    return unscaled === undefined ? undefined : signedBytes(unscaled, this.#sizeBytes);
  }

  protected override _resolve(): undefined {
    return undefined;
  }
}

/** The logical types that have a value of their own here; of every other one, the value of its base is read. */
export const logicalTypes = { json: JsonTextType, decimal: DecimalType };

function identity(value: unknown): unknown {
  return value;
}

/** Undefined if the decimal has more digits behind its point than the scale. */
function unscaledInteger(decimal: string, scale: number): bigint | undefined {
  const digitsBehind = decimal.split('.')[1]?.length ?? 0;
  if (digitsBehind > scale) return undefined;
  return BigInt(decimal.replace('.', '') + '0'.repeat(scale - digitsBehind));
}

function decimalText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function signedInteger(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  const hex = Buffer.from(bytes).toString('hex');
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}

/** The fewest bytes, or exactly as many as a fixed size; undefined if they are too few. */
function signedBytes(integer: bigint, sizeBytes: number | undefined): Buffer | undefined {
  let size = sizeBytes ?? 1;
  if (sizeBytes === undefined) while (BigInt.asIntN(size * 8, integer) !== integer) size += 1;
  if (BigInt.asIntN(size * 8, integer) !== integer) return undefined;
  const hex = BigInt.asUintN(size * 8, integer).toString(16);
  return Buffer.from(hex.padStart(size * 2, '0'), 'hex');
}
