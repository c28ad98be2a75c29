import { InvalidArgumentError } from 'commander';
import type { MessageView } from './message-view.js';

/** A field of the JSON body, by its path, and the value that it must have. */
export interface FieldCondition {
  readonly path: readonly string[];
  readonly value: string;
}

/** Which messages to show; all conditions must hold. */
export interface MessageFilter {
  readonly key?: string;
  readonly where?: readonly FieldCondition[];
}

/** Parses `--where`, which can be repeated. Throws InvalidArgumentError. */
export function fieldCondition(
  text: string,
  sofar: readonly FieldCondition[] = [],
): readonly FieldCondition[] {
  const equals = text.indexOf('=');
  const path = text.slice(0, Math.max(0, equals)).split('.');
  if (equals < 1 || path.includes('')) {
    throw new InvalidArgumentError('expected a field and its value, such as data.user_id=u_12');
  }
  return [...sofar, { path, value: text.slice(equals + 1) }];
}

/** Whether a message has the key and the fields. */
export function isWanted(message: MessageView, { key, where = [] }: MessageFilter): boolean {
  if (key !== undefined && message.key !== key) return false;
  return where.every(({ path, value }) => hasValue(fieldAt(message.body, path), value));
}

/** Text is compared as it is, everything else as JSON. */
function hasValue(field: unknown, value: string): boolean {
  if (typeof field === 'string') return field === value;
  return field !== undefined && JSON.stringify(field) === value;
}

function fieldAt(body: unknown, path: readonly string[]): unknown {
  let field = body;
  for (const name of path) {
    if (typeof field !== 'object' || field === null || !Object.hasOwn(field, name)) {
      return undefined;
    }
    field = (field as Readonly<Record<string, unknown>>)[name];
  }
  return field;
}
