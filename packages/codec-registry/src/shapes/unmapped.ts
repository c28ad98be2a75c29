import { isObject, plainObject } from './plain-values.js';

/** Collects the parts of a value that a schema does not express, by field or by index. */
export class Unmapped {
  readonly #parts = new Map<string, unknown>();

  /** Undefined adds nothing. */
  add(name: string, part: unknown): void {
    if (part !== undefined) this.#parts.set(name, part);
  }

  /** All parts as an object; undefined if there are none. */
  get tree(): unknown {
    return this.#parts.size === 0 ? undefined : plainObject(this.#parts);
  }
}

/** Puts parts back where they were collected. */
export function withUnmapped(value: unknown, parts: unknown): unknown {
  if (!isObject(parts)) return parts;
  if (Array.isArray(value)) {
    return value.map((item, index) => withPart(item, parts, String(index)));
  }
  if (!isObject(value)) return parts;
  const added = Object.entries(parts).map(
    ([name]) => [name, withPart(value[name], parts, name)] as const,
  );
  return plainObject([...Object.entries(value), ...added]);
}

function withPart(value: unknown, parts: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(parts, name) ? withUnmapped(value, parts[name]) : value;
}
