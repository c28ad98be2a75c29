import type { Format, Parameter } from '../statement.js';

const typeAndLength = 5;
const longestCharacterBytes = 3;
const formatCodes: Readonly<Record<Format, number>> = { text: 0, binary: 1 };

/** What a statement is bound to. */
export interface Binding {
  /** The prepared statement; empty for the last one without a name. */
  readonly name: string;
  readonly values: readonly Parameter[];
  /** The format of each column of the result. The driver has one for all columns. */
  readonly formats: readonly Format[];
}

/** A Bind for the portal without a name (protocol manual, "Message Formats"). */
export function bindMessage({ name, values, formats }: Binding): Buffer {
  const bytes = Buffer.allocUnsafe(mostBytes({ name, values, formats }));
  let at = bytes.write('B', 'latin1') + typeAndLength - 1;
  at += bytes.write(`\0${name}\0`, at);
  at = writeFormats(
    bytes,
    at,
    values.map((value) => (Buffer.isBuffer(value) ? 'binary' : 'text')),
  );
  at = bytes.writeInt16BE(values.length, at);
  for (const value of values) at = writeValue(bytes, at, value);
  at = writeFormats(bytes, at, formats);
  bytes.writeInt32BE(at - 1, 1);
  return bytes.subarray(0, at);
}

function mostBytes({ name, values, formats }: Binding): number {
  let most = typeAndLength + (name.length + 2) * longestCharacterBytes + 6 + formats.length * 2;
  for (const value of values) most += 6 + mostValueBytes(value);
  return most;
}

function mostValueBytes(value: Parameter): number {
  if (value === null) return 0;
  return Buffer.isBuffer(value) ? value.length : String(value).length * longestCharacterBytes;
}

function writeFormats(bytes: Buffer, start: number, formats: readonly Format[]): number {
  let at = bytes.writeInt16BE(formats.length, start);
  for (const format of formats) at = bytes.writeInt16BE(formatCodes[format], at);
  return at;
}

function writeValue(bytes: Buffer, at: number, value: Parameter): number {
  if (value === null) return bytes.writeInt32BE(-1, at);
  const start = at + 4;
  const length = Buffer.isBuffer(value)
    ? value.copy(bytes, start)
    : bytes.write(String(value), start);
  bytes.writeInt32BE(length, at);
  return start + length;
}
