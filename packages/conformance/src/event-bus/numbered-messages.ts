import assert from 'node:assert/strict';
import type { DeliveredMessage, OutgoingMessage } from '@foldmart/core';

/** A message whose body holds its key and its number within the key, from 0. */
export interface NumberedMessage extends OutgoingMessage {
  readonly key: string;
  readonly value: string;
}

/** `count` messages with alternating keys; the messages of each key are numbered from `first`. */
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

/** Enough keys that every partition of a small topic has several. */
export const manyKeys: readonly string[] = Array.from({ length: 24 }, (_, index) => `key-${index}`);

/** The body as text. Fails for a tombstone. */
export function textOf({ value }: Pick<DeliveredMessage, 'value'>): string {
  assert.ok(value !== null, 'a numbered message has a body');
  return new TextDecoder().decode(value);
}

/** Groups bodies by key, in the given order. */
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
