import type { EventData } from '../events/envelope.js';

type TextOf = (data: never) => unknown;

/**
 * Describes a function of an event's data by the fields that it uses: `coupon-{coupon_id}` for
 * `` (data) => `coupon-${data.coupon_id}` ``. Undefined if the function needs real data.
 */
export function keyTemplate(textOf: TextOf | undefined): string | undefined {
  if (textOf === undefined) return undefined;
  try {
    return String(textOf(placeholder([]) as never));
  } catch {
    // It calls methods that a placeholder does not have, so it cannot be described.
    return undefined;
  }
}

/** Stands for a field: as text it is the field's name in braces, and its own fields are placeholders too. */
function placeholder(path: readonly string[]): EventData {
  const text = (): string => `{${path.join('.')}}`;
  return new Proxy(
    {},
    {
      get(_target, field) {
        if (field === Symbol.toPrimitive || field === 'toString') return text;
        if (typeof field === 'symbol') return undefined;
        return placeholder([...path, field]);
      },
    },
  );
}
