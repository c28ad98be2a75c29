/**
 * A value that JSON, or a store, cannot represent. The message says where it is and what is wrong.
 */
export class UnstorableError extends Error {
  override readonly name = 'UnstorableError';
}

/** Matches whatever {@link unstorableText} matches, and pairs of surrogates. It is several times faster, for lack of the flag. */
// eslint-disable-next-line no-control-regex -- SQL text cannot hold the null character
const suspiciousText = /[\u0000\ud800-\udfff]/;

/** With the `u` flag, a surrogate matches only if it is not part of a pair. */
// eslint-disable-next-line no-control-regex -- SQL text cannot hold the null character
const unstorableText = /[\u0000\ud800-\udfff]/u;

const deepest = 1_000;

/**
 * @throws {@link UnstorableError} if SQL text cannot hold `text`: a null character, or half a
 * surrogate pair.
 */
export function assertStorableText(text: string, path: string): void {
  if (suspiciousText.test(text) && unstorableText.test(text)) {
    throw new UnstorableError(`${path} contains a null character or half a surrogate pair`);
  }
}

/**
 * A frozen copy of `value` as JSON.
 *
 * @throws {@link UnstorableError} if `JSON.stringify` would lose or change something (NaN, a
 * function), or if Postgres' `jsonb` would refuse the text.
 */
export function toStorableJson(value: unknown, path = 'data', depth = 0): unknown {
  switch (typeof value) {
    case 'string':
      assertStorableText(value, path);
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new UnstorableError(`${path} is ${value}`);
      return value === 0 ? 0 : value;
    case 'boolean':
      return value;
    case 'object':
      if (depth === deepest) throw new UnstorableError(`${path} is nested too deeply`);
      return value === null ? null : toStorableObject(value, path, depth + 1);
    default:
      throw new UnstorableError(`${path} is a ${typeof value}, which JSON cannot hold`);
  }
}

function toStorableObject(value: object, path: string, depth: number): unknown {
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    return Object.freeze(
      items.map((item, index) => toStorableJson(item ?? null, `${path}.${index}`, depth)),
    );
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return toStorableJson((value as { toJSON(): unknown }).toJSON(), path, depth);
  }
  const copy: Record<string, unknown> = {};
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name in fields) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) continue;
    assertStorableText(name, path);
    // A path for each field costs as much as the rest.
    const isPlain = typeof field === 'string' && !suspiciousText.test(field);
    setOwn(copy, name, isPlain ? field : toStorableJson(field, `${path}.${name}`, depth));
  }
  return Object.freeze(copy);
}

function setOwn(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(target, name, { value, enumerable: true });
  else target[name] = value;
}
