import type { DeadLetter, EditableContents, MessageHeaders } from '@foldmart/core';
import { InvalidArgumentError } from 'commander';
import { UsageError } from '../usage-error.js';

/** A field of a JSON body, by its path, and its new value. */
export interface FieldChange {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Parses `--field`, which can be repeated: JSON if it is JSON, otherwise text. Throws InvalidArgumentError. */
export function fieldChange(
  text: string,
  sofar: readonly FieldChange[] = [],
): readonly FieldChange[] {
  const equals = text.indexOf('=');
  const path = text.slice(0, Math.max(0, equals)).split('.');
  if (equals < 1 || path.includes('')) {
    throw new InvalidArgumentError('expected a path and a value: data.quantity=2');
  }
  return [...sofar, { path, value: jsonOrText(text.slice(equals + 1)) }];
}

/** Parses `--header`, which can be repeated; an empty value removes the header. Throws InvalidArgumentError. */
export function headerChange(text: string, sofar: MessageHeaders = {}): MessageHeaders {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('expected a name and a value: ce_schemaversion=1');
  return { ...sofar, [text.slice(0, equals)]: text.slice(equals + 1) };
}

/** What an edit changes. */
export interface Changes {
  /** The new body, byte for byte. */
  readonly value?: Uint8Array;
  readonly set?: readonly FieldChange[];
  readonly header?: MessageHeaders;
}

/**
 * The contents of a letter after changes, on top of an earlier edit.
 *
 * @throws UsageError if a field is to be set in a body that is not a JSON object.
 */
export function editedContents(
  { source, edited }: Pick<DeadLetter, 'source' | 'edited'>,
  { value, set = [], header = {} }: Changes,
): EditableContents {
  const { value: before, headers } = edited ?? source;
  const body = value ?? before;
  const changed = Object.entries({ ...headers, ...header }).filter(
    ([name, text]) => !(name in header) || text !== '',
  );
  return {
    value: set.length === 0 ? body : withFields(body, set),
    headers: Object.fromEntries(changed),
  };
}

function withFields(body: Uint8Array | null, changes: readonly FieldChange[]): Uint8Array {
  const root = objectIn(body);
  for (const { path, value } of changes) setField(root, path, value);
  return new TextEncoder().encode(JSON.stringify(root));
}

type JsonObject = Record<string, unknown>;

function objectIn(body: Uint8Array | null): JsonObject {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(body ?? new Uint8Array()));
    if (isObject(parsed)) return parsed;
  } catch {
    // The message below covers this too.
  }
  throw new UsageError(
    'the body is not a JSON object, so it has no fields to set: write the whole body with --value',
  );
}

function setField(root: JsonObject, path: readonly string[], value: unknown): void {
  let at = root;
  for (const name of path.slice(0, -1)) {
    const next = Object.hasOwn(at, name) ? at[name] : undefined;
    if (!isObject(next)) throw new UsageError(`the body has no object at ${path.join('.')}`);
    at = next;
  }
  Object.defineProperty(at, path.at(-1) ?? '', {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
