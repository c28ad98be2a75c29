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
  /** A part of the body, the key or a header, in any case. */
  readonly text?: string;
}

/** The condition in `data.user_id=u_12`; undefined if it is none. */
export function parseCondition(text: string): FieldCondition | undefined {
  const equals = text.indexOf('=');
  const path = text.slice(0, Math.max(0, equals)).split('.');
  return equals < 1 || path.includes('') ? undefined : { path, value: text.slice(equals + 1) };
}

/** Whether a message has the key, the fields and the text. */
export function isWanted(message: MessageView, { key, where = [], text }: MessageFilter): boolean {
  if (key !== undefined && message.key !== key) return false;
  if (text !== undefined && !hasText(message, text.toLowerCase())) return false;
  return where.every(({ path, value }) => hasValue(fieldAt(message.body, path), value));
}

function hasText({ key, headers, body }: MessageView, text: string): boolean {
  const shown = typeof body === 'string' ? body : JSON.stringify(body);
  return [shown, key ?? '', ...Object.values(headers)].some((each) =>
    each.toLowerCase().includes(text),
  );
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
