import assert from 'node:assert/strict';
import type { DeliveredMessage, OutgoingMessage } from '@foldmart/core';

/** A message whose body says whose how-manieth it is: `sequence` counts from 0 within its key. */
export interface NumberedMessage extends OutgoingMessage {
  readonly key: string;
  readonly value: string;
}

/** `count` messages, the keys taking turns, each key's messages numbered from `first`. */
export function numbered(
  count: number,
  keys: readonly string[],
  first = 0,
): readonly NumberedMessage[] {
  return Array.from({ length: count }, (_, index) => {
    const key = keys[index % keys.length] ?? 'key';
    return { key, value: `${key}#${first + Math.floor(index / keys.length)}` };
  });
}

/** Keys enough that every partition of a small topic has several of them. */
export const manyKeys: readonly string[] = Array.from({ length: 24 }, (_, index) => `key-${index}`);

/** The body as text; tombstones have none. */
export function textOf({ value }: Pick<DeliveredMessage, 'value'>): string {
  assert.ok(value !== null, 'a numbered message has a body');
  return new TextDecoder().decode(value);
}

/** The bodies of each key, in the order in which they are given. */
export function byKey(bodies: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const sequences = new Map<string, string[]>();
  for (const body of bodies) {
    const [key = ''] = body.split('#');
    const sequence = sequences.get(key);
    if (sequence === undefined) sequences.set(key, [body]);
    else sequence.push(body);
  }
  return sequences;
}
